using ReasonOps.Capacity.Simulation.Loads;
using ReasonOps.Capacity.Speed;

namespace ReasonOps.Capacity.Simulation;

/// <summary>What is promised for each request.</summary>
/// <param name="FirstToken">Seconds until the first token.</param>
/// <param name="TokensPerSecond">Of each chain from then on, stalls counted in.</param>
/// <param name="Deadline">Seconds until the whole answer.</param>
public sealed record Slo(double FirstToken, double TokensPerSecond, double Deadline);

/// <summary>Clients that ask again when they are answered, beside the load: what rollouts do. They wait behind everything else.</summary>
/// <param name="Requests">At once.</param>
public sealed record ClosedLoop(int Requests, int Prompt, int Tokens);

/// <summary>Where a load is served.</summary>
public sealed record Scenario
{
    /// <summary>Model and devices of one replica.</summary>
    public required Roofline Replica { get; init; }

    public required Slo Slo { get; init; }

    public int MinReplicas { get; init; } = 1;

    public required int MaxReplicas { get; init; }

    /// <summary>Replicas that answer when it begins.</summary>
    public int FirstReplicas { get; init; } = 1;

    /// <summary>Seconds until a new replica answers; each draws within a tenth of it.</summary>
    public double StartUp { get; init; } = 120;

    /// <summary>Tokens of a step, prompts and chains together: vLLM's <c>max_num_batched_tokens</c>.</summary>
    public int Chunk { get; init; } = 512;

    /// <summary>Chains at once in a replica: vLLM's <c>max_num_seqs</c>.</summary>
    public int MaxChains { get; init; } = 1024;

    /// <summary>Seconds after which a client that still waits has gone.</summary>
    public double Patience { get; init; } = 300;

    public ClosedLoop? Beside { get; init; }

    /// <summary>KV tokens that fit a replica.</summary>
    public long CapacityTokens => Replica.CapacityTokens();

    /// <summary>The requests of a seed, by time.</summary>
    public required Func<int, IEnumerable<Request>> Load { get; init; }
}
