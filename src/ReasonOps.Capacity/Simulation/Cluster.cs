using ReasonOps.Capacity.Scaling;
using ReasonOps.Capacity.Simulation.Engines;
using ReasonOps.Capacity.Simulation.Loads;
using ReasonOps.Capacity.Simulation.Policies;
using ReasonOps.Capacity.Simulation.Results;

namespace ReasonOps.Capacity.Simulation;

/// <summary>
/// Replicas behind one gateway that holds what has no room, from event to event: arrivals, what happens inside engines, replicas that become ready, decisions.
/// The gateway is the same for every policy: first come, first served, to the replica with the least to do.
/// </summary>
internal sealed class Cluster
{
    private const double MomentSeconds = 30;

    /// <summary>A closed loop may fill a replica so far; the rest is kept for those who wait for an answer.</summary>
    private const double ClosedLoopOccupancy = 0.6;

    private readonly IPolicy _policy;
    private readonly Random _random;
    private readonly long _capacity;
    private readonly Sight _sight;
    private readonly Queue<SimulatedChain> _preempted = new();
    private readonly Queue<SimulatedRequest> _held = new();
    private readonly Queue<SimulatedRequest> _closed = new();
    private readonly List<SimulatedChain> _ended = [];
    private readonly List<SimulatedChain> _evicted = [];
    private readonly List<Moment> _moments = [];
    private double _gpuSeconds;
    private long _preemptions;
    private long _missedBefore;
    private int _created;
    private int _direction;
    private int _turns;
    private bool _over;

    public Cluster(Scenario scenario, IPolicy policy, int seed)
    {
        (Scenario, _policy, _random, Tally) = (scenario, policy, new Random(seed ^ 0x5eed), new Tally(scenario.Slo));
        (_sight, _capacity) = (new Sight(this), scenario.CapacityTokens);
        Wanted = scenario.FirstReplicas;
        for (var i = 0; i < Wanted; i++) Engines.Add(new(_created++, scenario, 0, 0) { Phase = ReplicaPhase.Ready });
    }

    public Scenario Scenario { get; }

    public double Now { get; private set; }

    public int Wanted { get; private set; }

    public List<SimulatedEngine> Engines { get; } = [];

    public Tally Tally { get; }

    public int Active { get; private set; }

    public int Held => _held.Count + _preempted.Count;

    public IEnumerable<SimulatedRequest> HeldRequests => _held.Concat(_preempted.Select(chain => chain.Request)).Concat(_closed);

    public (long Requests, long PromptTokens) Arrived { get; private set; }

    public (long Chains, long Tokens) Ended { get; private set; }

    public int Count(ReplicaPhase phase)
    {
        var count = 0;
        foreach (var engine in Engines) count += engine.Phase == phase ? 1 : 0;
        return count;
    }

    /// <summary>Until every request of the load has ended.</summary>
    public Outcome Run(IEnumerable<Request> load, CancellationToken cancellation)
    {
        using var arrivals = load.GetEnumerator();
        var more = arrivals.MoveNext();
        for (var i = 0; i < (Scenario.Beside?.Requests ?? 0); i++) Again();
        var (tick, moment) = (0.0, 0.0);
        while (more || Tally.Ended < Arrived.Requests)
        {
            var engine = Soonest();
            var next = Math.Min(Math.Min(tick, moment), Math.Min(more ? arrivals.Current.At : double.PositiveInfinity, engine?.At ?? double.PositiveInfinity));
            Now = Math.Max(Now, next);
            if (more && arrivals.Current.At <= next)
            {
                Arrive(arrivals.Current);
                more = arrivals.MoveNext();
            }
            else if (engine is var (it, at) && at <= next) Happen(it);
            else if (moment <= next)
            {
                Note();
                moment += MomentSeconds;
                cancellation.ThrowIfCancellationRequested();
            }
            else
            {
                GiveUp();
                Decide();
                tick += _policy.Interval;
            }
        }
        _over = true;
        foreach (var engine in Engines) _gpuSeconds += Now - engine.Created;
        return Tally.Outcome(_policy.Name, _gpuSeconds * Scenario.Replica.Devices / 3600, _preemptions + Engines.Sum(engine => engine.Preemptions), _turns, _moments);
    }

    private (SimulatedEngine Engine, double At)? Soonest()
    {
        var (best, at) = (default(SimulatedEngine), double.PositiveInfinity);
        foreach (var engine in Engines)
        {
            var next = engine.Phase == ReplicaPhase.Starting ? engine.ReadyAt : engine.Next;
            if (next < at) (best, at) = (engine, next);
        }
        return best is null ? null : (best, at);
    }

    private void Arrive(in Request request)
    {
        Arrived = (Arrived.Requests + 1, Arrived.PromptTokens + request.Prompt);
        Active++;
        _policy.Arrived(request);
        var asked = new SimulatedRequest(request, closedLoop: false);
        if (request.Prompt + 16 * request.Votes > _capacity || request.Votes > Scenario.MaxChains)
        {
            Active--;
            Tally.Unfit(asked);
            return;
        }
        _held.Enqueue(asked);
        Dispatch();
    }

    private void Again() => _closed.Enqueue(new(new(Now, Scenario.Beside!.Prompt, (int)Math.Max(1, 2 * _random.NextDouble() * Scenario.Beside.Tokens), 2 * Scenario.Beside.Tokens), closedLoop: true));

    private void Happen(SimulatedEngine engine)
    {
        if (engine.Phase == ReplicaPhase.Starting) engine.Phase = ReplicaPhase.Ready;
        else
        {
            engine.Happen(Now, _ended, _evicted);
            foreach (var chain in _ended) End(chain);
            // The one that came in last goes to the end of those that were in before it.
            for (var i = _evicted.Count - 1; i >= 0; i--) _preempted.Enqueue(_evicted[i]);
            _ended.Clear();
            _evicted.Clear();
            if (engine.Phase == ReplicaPhase.Draining && engine.Chains == 0) Gone(engine);
        }
        Dispatch();
    }

    private void End(SimulatedChain chain)
    {
        Ended = (Ended.Chains + 1, Ended.Tokens + chain.Length);
        Tally.ChainEnded(chain, Now);
        if (!chain.Request.ClosedLoop) _policy.ChainEnded(chain.Length, chain.Length >= chain.Request.Asked.Most);
        if (--chain.Request.Alive > 0) return;
        Tally.Served(chain.Request, Now);
        if (!chain.Request.ClosedLoop) Active--;
        else if (!_over) Again();
    }

    /// <summary>Preempted chains first, then by arrival, a closed loop last; the first one without room keeps the others waiting.</summary>
    private void Dispatch()
    {
        while (_preempted.TryPeek(out var chain) && Least(chain.Request.Asked.Prompt, chain.Before, 1, 1) is { } free) free.Admit(Now, [_preempted.Dequeue()]);
        if (_preempted.Count > 0) return;
        while (_held.TryPeek(out var request) && Least(request.Asked.Prompt, 0, request.Asked.Votes, 1) is { } free) free.Admit(Now, Chains(_held.Dequeue()));
        if (_held.Count > 0) return;
        while (_closed.TryPeek(out var request) && Least(request.Asked.Prompt, 0, 1, ClosedLoopOccupancy) is { } free) free.Admit(Now, Chains(_closed.Dequeue()));
    }

    private SimulatedEngine? Least(int prompt, double before, int chains, double most)
    {
        var (best, least) = (default(SimulatedEngine), double.PositiveInfinity);
        foreach (var engine in Engines)
        {
            if (engine.Phase != ReplicaPhase.Ready || !engine.Fits(Now, prompt, before, chains, most)) continue;
            var load = engine.Held(Now) / _capacity + engine.PromptTokens / (8.0 * Scenario.Chunk);
            if (load < least) (best, least) = (engine, load);
        }
        return best;
    }

    private static SimulatedChain[] Chains(SimulatedRequest request) =>
        [new(request, request.Asked.Tokens), .. (request.Asked.Others ?? []).Select(tokens => new SimulatedChain(request, tokens))];

    private void GiveUp()
    {
        while (_held.TryPeek(out var request) && Now - request.Asked.At > Scenario.Patience)
        {
            _held.Dequeue();
            Active--;
            Tally.Gone(request);
        }
    }

    private void Decide()
    {
        var decision = _policy.Decide(_sight);
        var wanted = Math.Clamp(decision.Replicas, Scenario.MinReplicas, Scenario.MaxReplicas);
        var direction = Math.Sign(wanted - Wanted);
        if (direction != 0 && direction == -_direction) _turns++;
        if (direction != 0) _direction = direction;
        Wanted = wanted;
        var active = Engines.Count - Count(ReplicaPhase.Draining);
        for (; active < wanted; active++) Engines.Add(new(_created++, Scenario, Now, Now + Scenario.StartUp * (0.9 + 0.2 * _random.NextDouble())));
        for (; active > wanted; active--) Drain(decision.Leaves);
    }

    private void Drain(int? leaves)
    {
        var gone = Engines.FirstOrDefault(engine => engine.Number == leaves && engine.Phase != ReplicaPhase.Draining)
            ?? Engines.Where(engine => engine.Phase != ReplicaPhase.Draining).MaxBy(engine => (engine.Phase == ReplicaPhase.Starting, engine.Created, engine.Number))!;
        var starting = gone.Phase == ReplicaPhase.Starting;
        (gone.Phase, gone.DrainsFrom) = (ReplicaPhase.Draining, Now);
        if (starting || gone.Chains == 0) Gone(gone);
    }

    private void Gone(SimulatedEngine engine)
    {
        Engines.Remove(engine);
        _gpuSeconds += Now - engine.Created;
        _preemptions += engine.Preemptions;
    }

    private void Note()
    {
        var tokens = 0.0;
        foreach (var engine in Engines) tokens += engine.Held(Now);
        _moments.Add(new(Now, Count(ReplicaPhase.Ready), Count(ReplicaPhase.Starting), Count(ReplicaPhase.Draining), tokens, Held, (int)(Tally.Missed - _missedBefore)));
        _missedBefore = Tally.Missed;
    }
}
