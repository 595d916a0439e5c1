using System.Text;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Serving.Fakes;

/// <summary>Answers as it is told to, for what no real program does when asked: hold still, fail, end in every way there is.</summary>
internal sealed class ScriptedSandbox(int places, Func<RunRequest, CancellationToken, Task<RunOutcome>> run) : ISandbox
{
    private int _running;
    private int _cancelled;

    public int Places => places;

    /// <summary>Runs under way.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Runs that were cancelled under way.</summary>
    public int Cancelled => Volatile.Read(ref _cancelled);

    public List<RunRequest> Requests { get; } = [];

    public static ScriptedSandbox Answering(params StepOutcome[] steps) => new(2, (_, _) => Task.FromResult(new RunOutcome(steps, [])));

    /// <summary>Every run prints what it reads, once the gate is open.</summary>
    public static ScriptedSandbox Echoing(int places, Task gate) => new(places, async (request, cancellation) =>
    {
        await gate.WaitAsync(cancellation);
        return new RunOutcome([.. request.Steps.Select(step => Ended(output: Encoding.UTF8.GetString(step.Input.Span)))], []);
    });

    public static StepOutcome Ended(Ending ending = Ending.Exited, int code = 0, string output = "", string error = "", double seconds = 0.5) => new(
        ending, code, TimeSpan.FromSeconds(seconds / 2), TimeSpan.FromSeconds(seconds), 10 << 20, Encoding.UTF8.GetBytes(output), Encoding.UTF8.GetBytes(error));

    public async Task<RunOutcome> RunAsync(RunRequest request, CancellationToken cancellation)
    {
        lock (Requests) Requests.Add(request);
        Interlocked.Increment(ref _running);
        try
        {
            return await run(request, cancellation);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public async Task<PairOutcome> RunPairAsync(RunRequest program, RunRequest judge, CancellationToken cancellation) =>
        new(await RunAsync(program, cancellation), await RunAsync(judge, cancellation));
}
