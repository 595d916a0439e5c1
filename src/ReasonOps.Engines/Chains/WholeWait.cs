using ReasonOps.Engines.Pool;

namespace ReasonOps.Engines.Chains;

/// <summary>How long a whole answer is waited for, while nothing is heard of it: no longer than its engine is well.</summary>
internal sealed class WholeWait(Engine engine, EngineOptions options, TimeProvider time)
{
    /// <summary>An engine that is slower than this has hung.</summary>
    private static readonly TimeSpan SlowestToken = TimeSpan.FromSeconds(0.25);

    private readonly DateTimeOffset _begun = time.GetUtcNow();

    /// <summary>Returns when the answer is there, or has failed.</summary>
    /// <exception cref="TimeoutException">The engine has been down for as long as a stream may be silent, or no answer of so many tokens takes so long.</exception>
    public async Task ForAsync(Task answer, int tokens, CancellationToken cancellation)
    {
        var (limit, wellAt) = (options.FirstChunk + (tokens * SlowestToken), _begun);
        while (await Task.WhenAny(answer, Task.Delay(options.HealthEvery, time, cancellation)) != answer)
        {
            cancellation.ThrowIfCancellationRequested();
            var now = time.GetUtcNow();
            if (engine.State != EngineState.Down) wellAt = now;
            if (now - wellAt > options.Idle) throw new TimeoutException($"down for {options.Idle.TotalSeconds:0.##} s");
            if (now - _begun > limit) throw new TimeoutException($"no answer of at most {tokens} tokens in {limit.TotalSeconds:0} s");
        }
    }
}
