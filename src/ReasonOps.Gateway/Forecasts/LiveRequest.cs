using ReasonOps.Capacity.Forecasts;
using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Pool;
using ReasonOps.Reasoning.Chains;
using LiveChain = ReasonOps.Capacity.Forecasts.LiveChain;

namespace ReasonOps.Gateway.Forecasts;

/// <summary>A request from its arrival to its end: held back first, then with chains that run.</summary>
internal sealed class LiveRequest : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LiveDemand _demand;
    private readonly EngineChainSampler _drawn;
    private readonly Dictionary<int, Chain> _chains = [];
    private readonly bool _closedLoop;
    private double _prompt;
    private bool _entered;

    /// <param name="demand">That it is a part of.</param>
    /// <param name="asked">As it arrived.</param>
    /// <param name="closedLoop">Its client asks again when it has its answer.</param>
    /// <param name="drawn">Knows which engine draws which chain.</param>
    internal LiveRequest(LiveDemand demand, WaitingRequest asked, bool closedLoop, EngineChainSampler drawn) =>
        (_demand, Asked, _closedLoop, _drawn, _prompt) = (demand, asked, closedLoop, drawn, asked.PromptTokens);

    /// <summary>What is expected of it as long as it is held back.</summary>
    public WaitingRequest Asked { get; }

    public bool IsWaiting => !Volatile.Read(ref _entered);

    /// <summary>It is held back no longer.</summary>
    public void Enter() => Volatile.Write(ref _entered, true);

    /// <summary>Chains are asked for; those that are known go on from what they have.</summary>
    public void Begin(ChainsRequest request)
    {
        lock (_lock)
        {
            for (var id = request.First; id < request.First + request.Count; id++)
            {
                var chain = _chains.TryGetValue(id, out var known) ? known : _chains[id] = new();
                (chain.Runs, chain.Most, chain.First, chain.Came) = (true, chain.Tokens + request.ReasoningTokens + request.AnswerTokens, null, 0);
            }
        }
    }

    public void Count(ChainEvent happened)
    {
        lock (_lock)
        {
            if (happened is ChainEvent.Prompted prompted) _prompt = prompted.Tokens;
            if (!_chains.TryGetValue(happened.Chain, out var chain)) return;
            switch (happened)
            {
                case ChainEvent.Thought thought: chain.Add(thought.Tokens, _demand.Now); break;
                case ChainEvent.Said said: chain.Add(said.Tokens, _demand.Now); break;
                case ChainEvent.Ended { End: var end }: End(chain, end); break;
            }
        }
    }

    /// <summary>Of chains that were asked for and told no end, none is needed any more.</summary>
    public void Leave(ChainsRequest request)
    {
        lock (_lock)
        {
            for (var id = request.First; id < request.First + request.Count; id++)
                if (_chains.TryGetValue(id, out var chain)) End(chain, ChainEnd.Cancelled);
        }
    }

    /// <summary>Its chains that run, with their engines.</summary>
    public IReadOnlyList<(LiveChain Chain, Engine? Engine)> Running()
    {
        lock (_lock)
        {
            var running = _chains.Where(pair => pair.Value.Runs).ToArray();
            // One engine draws them all, and holds their prompt once.
            return [.. running.Select(pair => (
                new LiveChain(Asked.Tenant, _prompt / running.Length, pair.Value.Tokens, Math.Max(1, pair.Value.Most), pair.Value.PaceAt(_demand.Now), _closedLoop),
                _drawn.DrawnBy(pair.Key)))];
        }
    }

    public void Dispose() => _demand.Remove(this);

    private void End(Chain chain, ChainEnd end)
    {
        if (!chain.Runs) return;
        chain.Runs = false;
        // A step is no end, and what an engine lost says nothing of how long it would have become.
        if (chain.Tokens > 0 && end is ChainEnd.Stopped or ChainEnd.Length or ChainEnd.Cancelled) _demand.Ended(Asked.Tenant, chain.Tokens, cut: end != ChainEnd.Stopped);
    }

    private sealed class Chain
    {
        public bool Runs { get; set; }
        public int Tokens { get; private set; }
        public double Most { get; set; }

        /// <summary>When the first tokens of this request came, and how many came after them.</summary>
        public DateTimeOffset? First { get; set; }
        public int Came { get; set; }

        public void Add(int tokens, DateTimeOffset now)
        {
            Tokens += tokens;
            if (First is null) First = now;
            else Came += tokens;
        }

        public double PaceAt(DateTimeOffset now) => First is { } first && now - first is { TotalSeconds: > 0.05 } passed ? Came / passed.TotalSeconds : 0;
    }
}
