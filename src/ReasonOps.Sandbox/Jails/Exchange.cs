namespace ReasonOps.Sandbox.Jails;

/// <summary>Runs on their way through a supervisor: what comes is given to them, what they say next is sent.</summary>
internal sealed class Exchange(FrameChannel channel)
{
    /// <summary>What a supervisor may take to do as it is told, runs aside.</summary>
    public static readonly TimeSpan Answer = TimeSpan.FromSeconds(60);

    /// <param name="runs">One, or a program and its judge.</param>
    /// <param name="gone">Completes when nobody wants them any more.</param>
    /// <param name="stuck">Ends the wait for a supervisor that does not answer.</param>
    /// <exception cref="EndOfStreamException">The supervisor ended.</exception>
    public async Task RunAsync(BoxRun[] runs, Task gone, CancellationTokenSource stuck)
    {
        var frames = new FrameWriter();
        foreach (var run in runs)
            run.Begin(frames);
        if (runs.Length == 2)
            Pairs(runs[0], runs[1], frames);
        await channel.SendAsync(frames, stuck.Token);
        var cancelled = false;
        var next = channel.ReceiveAsync(stuck.Token).AsTask();
        while (true)
        {
            if (!cancelled && await Task.WhenAny(next, gone) != next)
            {
                cancelled = true;
                stuck.CancelAfter(Answer);
                foreach (var run in runs)
                    run.Cancel(frames);
            }
            else
            {
                var frame = await next ?? throw new EndOfStreamException("the supervisor ended");
                if (frame.Session >= runs.Length)
                    throw new InvalidDataException($"a frame for session {frame.Session}");
                runs[frame.Session].Accept(frame, frames);
                if (runs.Length == 2)
                    Pairs(runs[0], runs[1], frames);
                if (runs.All(run => run.Closed))
                    return;
                next = channel.ReceiveAsync(stuck.Token).AsTask();
            }
            if (!frames.IsEmpty)
                await channel.SendAsync(frames, stuck.Token);
        }
    }

    // The last steps start together; if one does not come to it, the other does not start. The judge's end ends both.
    private static void Pairs(BoxRun program, BoxRun judge, FrameWriter frames)
    {
        if (program.Pauses && judge.Pauses)
        {
            judge.Resume(frames);
            program.Resume(frames);
        }
        else if (judge.LastStepOver && !program.LastStepOver || judge.Pauses && program.LastStepOver)
        {
            (judge.LastStepOver ? program : judge).Kill(frames);
        }
    }
}
