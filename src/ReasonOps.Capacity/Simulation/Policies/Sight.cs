using ReasonOps.Capacity.Forecasts;
using ReasonOps.Capacity.Scaling;
using ReasonOps.Capacity.Simulation.Engines;

namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>What a policy may look at.</summary>
public sealed class Sight
{
    private readonly Cluster _cluster;

    internal Sight(Cluster cluster) => _cluster = cluster;

    public Scenario Scenario => _cluster.Scenario;

    /// <summary>Seconds from the beginning.</summary>
    public double Now => _cluster.Now;

    /// <summary>Replicas wanted so far.</summary>
    public int Wanted => _cluster.Wanted;

    public int Starting => _cluster.Count(ReplicaPhase.Starting);

    public int Ready => _cluster.Count(ReplicaPhase.Ready);

    /// <summary>Requests that no replica has room for.</summary>
    public int Held => _cluster.Held;

    /// <summary>Requests that are not answered yet, held ones too; closed-loop ones too.</summary>
    public int Active => _cluster.Active;

    /// <summary>Open-loop requests, and their tokens, since the beginning.</summary>
    public (long Requests, long PromptTokens) Arrived => _cluster.Arrived;

    /// <summary>Chains that ended since the beginning, and their tokens.</summary>
    public (long Chains, long Tokens) Ended => _cluster.Ended;

    /// <summary>Each ready replica: KV tokens in use over KV tokens that fit.</summary>
    public IEnumerable<double> Occupancies => Engines(ReplicaPhase.Ready).Select(engine => engine.Held(Now) / Scenario.CapacityTokens);

    /// <summary>Requests in the ready replicas' queues, had those that are held been spread over them: an engine without our gateway in front has them itself.</summary>
    public double Waiting => Held + Engines(ReplicaPhase.Ready).Sum(engine => engine.Waiting);

    /// <summary>As the law reads replicas.</summary>
    public IReadOnlyList<ReplicaLoad> Replicas(DateTimeOffset start, Func<LiveChain, double> rest) => [.. _cluster.Engines.Select(engine => new ReplicaLoad(
        Name(engine.Number), engine.Phase, start.AddSeconds(engine.Phase switch { ReplicaPhase.Starting => engine.Created, ReplicaPhase.Ready => engine.ReadyAt, _ => engine.DrainsFrom }))
    {
        ReadAt = engine.Phase == ReplicaPhase.Starting ? null : start.AddSeconds(Now),
        Occupancy = engine.Phase == ReplicaPhase.Starting ? null : Math.Min(1, engine.Held(Now) / Scenario.CapacityTokens),
        CapacityTokens = engine.Phase == ReplicaPhase.Starting ? null : Scenario.CapacityTokens,
        Running = engine.Chains - engine.Waiting,
        Waiting = engine.Waiting,
        Rest = engine.Phase == ReplicaPhase.Ready ? TimeSpan.FromSeconds(Chains(engine).Select(rest).DefaultIfEmpty().Max()) : null,
    })];

    public IEnumerable<LiveChain> Live => _cluster.Engines.SelectMany(Chains);

    public IEnumerable<WaitingRequest> WaitingRequests => _cluster.HeldRequests.Select(request =>
        new WaitingRequest("all", request.Asked.Prompt, request.Alive, request.Asked.Most, request.ClosedLoop));

    public static string Name(int number) => $"r{number}";

    private IEnumerable<LiveChain> Chains(SimulatedEngine engine) => engine.Live.Select(chain => new LiveChain(
        "all", (double)chain.Request.Asked.Prompt / chain.Prefix!.Holders, engine.Tokens(chain, Now), chain.Request.Asked.Most, engine.Pace, chain.Request.ClosedLoop));

    private IEnumerable<SimulatedEngine> Engines(ReplicaPhase phase) => _cluster.Engines.Where(engine => engine.Phase == phase);
}
