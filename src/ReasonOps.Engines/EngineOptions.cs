using System.Net;

namespace ReasonOps.Engines;

/// <summary>How long to wait for engines; every wait has an end.</summary>
public sealed record EngineOptions
{
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From sending a request to the first chunk of its answer: the engine's queue and the prompt.</summary>
    public TimeSpan FirstChunk { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Between two chunks of one answer; keep-alive comments are not chunks.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks at a ready engine's health.</summary>
    public TimeSpan HealthEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Of one look. A ready engine is down at the third in a row that has no answer by then, and at the first that says so.</summary>
    public TimeSpan HealthTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A lost engine is looked at after this long, then after twice that, and so on up to <see cref="LongestBackoff"/>.</summary>
    public TimeSpan ShortestBackoff { get; init; } = TimeSpan.FromMilliseconds(250);
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two greedy questions to an engine, whose answers are held against each other; see <see cref="Trust.Canary"/>.</summary>
    public TimeSpan CanaryEvery { get; init; } = TimeSpan.FromMinutes(5);
    public TimeSpan CanaryTimeout { get; init; } = TimeSpan.FromMinutes(1);
    /// <summary>An engine that comes up is asked what it serves, for chains to say what drew them: see <see cref="Pool.Engine.Serves"/>.</summary>
    public bool Identifies { get; init; }
    public TimeSpan DnsEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Host to addresses; the system's resolver.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;
}
