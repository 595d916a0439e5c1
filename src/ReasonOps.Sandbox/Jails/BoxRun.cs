using System.Buffers;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Jails;

/// <summary>One request on its way through a supervisor: told what came, it says what to send next. Does no I/O.</summary>
internal sealed class BoxRun(RunRequest request, byte session, string box, bool paired)
{
    private readonly List<StepOutcome> _steps = [];
    private readonly List<BoxFile> _files = [];
    private readonly ArrayBufferWriter<byte> _output = new(), _error = new();
    private int _collected;
    private bool _cancelled, _closesItself;

    private enum Stage { Running, Pausing, Collecting, Closing, Closed }

    private Stage _stage = Stage.Running;

    public bool Closed => _stage == Stage.Closed;

    /// <summary>Before its last step, which starts together with that of the other.</summary>
    public bool Pauses => _stage == Stage.Pausing;

    public bool LastStepOver => _stage > Stage.Pausing;

    /// <summary>Of all steps; what a supervisor may take before it counts as stuck.</summary>
    public TimeSpan Wall => request.Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Limits.Wall);

    public RunOutcome Outcome => new(_steps, _files);

    public void Begin(FrameWriter frames)
    {
        const int Page = 4096;
        var given = request.Files.Sum(file => (file.Content.Length + Page - 1L) / Page * Page);
        var entries = request.Files.Sum(file => file.Path.Count(letter => letter == '/') + 1);
        // Room for one page and one file more than may be used: a box that is full has gone beyond its limit.
        frames.Write(FrameKind.Open, session,
            Field.Of(FieldTag.Path, Path.GetFileName(box)),
            Field.Of(FieldTag.Size, request.Steps.Max(step => step.Limits.Files) / Page * Page + given + 2 * Page),
            Field.Of(FieldTag.Count, request.Steps.Max(step => step.Limits.FileCount) + entries + 6));
        foreach (var file in request.Files)
            frames.Write(FrameKind.File, session, Field.Of(FieldTag.Path, file.Path), new Field(FieldTag.Content, file.Content));
        Next(frames);
    }

    /// <summary>Starts the last step, both ends of the stream being there.</summary>
    public void Resume(FrameWriter frames)
    {
        _stage = Stage.Running;
        WriteStep(frames, request.Steps[^1], paired: true);
    }

    public void Accept(Frame frame, FrameWriter frames)
    {
        switch (frame.Kind)
        {
            case FrameKind.Output:
            case FrameKind.Content:
                _output.Write(frame.Body.Span);
                break;
            case FrameKind.Error:
                _error.Write(frame.Body.Span);
                break;
            case FrameKind.Done when _stage == Stage.Collecting:
                TakeFile(frame);
                Collect(frames);
                break;
            case FrameKind.Done when _closesItself:
                TakeStep(frame);
                _stage = Stage.Closing;
                break;
            case FrameKind.Done:
                TakeStep(frame);
                Next(frames);
                break;
            case FrameKind.Closed:
                _stage = Stage.Closed;
                break;
            case FrameKind.Failed:
                throw new SandboxException($"A box could not be made or filled: {frame.Text()}");
            default:
                throw new SandboxException($"The supervisor sent a frame of kind {frame.Kind} out of turn");
        }
    }

    /// <summary>Kills what runs. Whatever comes, the next is the box's end.</summary>
    public void Cancel(FrameWriter frames)
    {
        _cancelled = true;
        if (_stage == Stage.Running)
            frames.Write(FrameKind.Kill, session);
        else if (_stage == Stage.Pausing)
            Close(frames);
    }

    public void Kill(FrameWriter frames)
    {
        if (_stage == Stage.Running)
            frames.Write(FrameKind.Kill, session);
        else if (_stage == Stage.Pausing)
            Collect(frames);
    }

    private void Next(FrameWriter frames)
    {
        if (_cancelled)
            Close(frames);
        else if (_steps.Count == request.Steps.Count || Failed)
            Collect(frames);
        else if (paired && _steps.Count == request.Steps.Count - 1)
            _stage = Stage.Pausing;
        else
            WriteStep(frames, request.Steps[_steps.Count], paired: false);
    }

    private bool Failed => _steps.Count > 0 && _steps[^1] switch
    {
        { Ending: Ending.Exited, Code: 0 } => false,
        { Ending: Ending.Exited or Ending.Signalled } => !request.Steps[_steps.Count - 1].MayFail,
        _ => true,
    };

    private void WriteStep(FrameWriter frames, RunStep step, bool paired)
    {
        var limits = step.Limits;
        var fields = new List<Field>
        {
            Field.Of(FieldTag.Cpu, (long)limits.Cpu.TotalMicroseconds),
            Field.Of(FieldTag.Wall, (long)limits.Wall.TotalMicroseconds),
            Field.Of(FieldTag.Memory, limits.Memory),
            Field.Of(FieldTag.Processes, limits.Processes),
            Field.Of(FieldTag.Output, limits.Output),
            Field.Of(FieldTag.Files, limits.Files),
            new(FieldTag.Input, step.Input),
        };
        if (step.Warm is { } warm)
            fields.Add(Field.Of(FieldTag.Warm, (long)warm));
        if (paired)
            fields.Add(Field.Of(FieldTag.Paired, 1));
        if (_steps.Count == request.Steps.Count - 1 && request.Collect.Count == 0)
        {
            // Nothing is asked of the box any more: a way there and back less.
            fields.Add(Field.Of(FieldTag.Last, 1));
            _closesItself = true;
        }
        fields.AddRange(step.Command.Select(word => Field.Of(FieldTag.Argument, word)));
        fields.AddRange(Environment(step).Select(pair => Field.Of(FieldTag.Environment, $"{pair.Key}={pair.Value}")));
        frames.Write(FrameKind.Step, session, [.. fields]);
    }

    private Dictionary<string, string> Environment(RunStep step)
    {
        var all = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = box,
            ["LANG"] = "C.UTF-8",
            ["TMPDIR"] = box == Bubblewrap.Box ? "/tmp" : $"{box}/.tmp",
        };
        foreach (var (name, value) in step.Environment)
            all[name] = value;
        return all;
    }

    private void TakeStep(Frame frame)
    {
        const int Killed = 100;
        var ending = frame.Number(FieldTag.Ending);
        _steps.Add(new StepOutcome(
            ending == Killed ? Ending.Signalled : (Ending)ending,
            ending == Killed ? 9 : (int)frame.Number(FieldTag.Code),
            TimeSpan.FromMicroseconds(frame.Number(FieldTag.Cpu)),
            TimeSpan.FromMicroseconds(frame.Number(FieldTag.Wall)),
            frame.Number(FieldTag.Peak),
            _output.WrittenSpan.ToArray(),
            _error.WrittenSpan.ToArray()));
        _output.ResetWrittenCount();
        _error.ResetWrittenCount();
    }

    private void Collect(FrameWriter frames)
    {
        if (_cancelled || _collected == request.Collect.Count)
        {
            Close(frames);
            return;
        }
        _stage = Stage.Collecting;
        frames.Write(FrameKind.Collect, session, Field.Of(FieldTag.Path, request.Collect[_collected]));
    }

    private void TakeFile(Frame frame)
    {
        if (frame.Number(FieldTag.Code) == 1)
            _files.Add(new BoxFile(request.Collect[_collected], _output.WrittenSpan.ToArray()));
        _output.ResetWrittenCount();
        _collected++;
    }

    private void Close(FrameWriter frames)
    {
        _stage = Stage.Closing;
        frames.Write(FrameKind.Close, session);
    }
}
