using ReasonOps.Capacity.Scaling;

namespace ReasonOps.Capacity.Simulation.Engines;

/// <summary>
/// One replica as a fluid: between two events every decoding chain gets a token a step and a step takes as long as the roofline says, so one counter of
/// steps stands for all chains, and a chain's end is a value of that counter. Prompts are read in chunks beside the steps, one after another.
/// </summary>
internal sealed class SimulatedEngine(int number, Scenario scenario, double created, double readyAt)
{
    /// <summary>Free tokens that a chain needs to be let in: a block of the usual size.</summary>
    private const int Block = 16;

    /// <summary>A chain is at its end when so little of a token is left.</summary>
    private const double Almost = 1e-6;

    private readonly PriorityQueue<(SimulatedChain Chain, int Stay), double> _ends = new();
    private readonly Stack<SimulatedChain> _order = new();
    private readonly Queue<(SimulatedChain[] Chains, double Tokens)> _prompts = new();
    private readonly long _capacity = scenario.CapacityTokens;
    private double _last;
    private double _step;
    private double _steps;
    private double _froms;
    private double _fixed;
    private double _readOfFirst;
    private int _prompting;

    public int Number => number;

    public double Created => created;

    public double ReadyAt { get; } = readyAt;

    /// <summary>When it began to drain; negative: it does not.</summary>
    public double DrainsFrom { get; set; } = -1;

    public ReplicaPhase Phase { get; set; } = ReplicaPhase.Starting;

    /// <summary>When something happens in it by itself.</summary>
    public double Next { get; private set; } = double.PositiveInfinity;

    public int Decoding { get; private set; }

    public int Chains => Decoding + _prompting;

    /// <summary>Prompts that have to wait for others.</summary>
    public int Waiting => Math.Max(0, _prompts.Count - 1);

    public double PromptTokens { get; private set; }

    public long Preemptions { get; private set; }

    /// <summary>Tokens a second of each chain now.</summary>
    public double Pace => _step > 0 ? 1 / _step : 0;

    /// <summary>KV tokens in use.</summary>
    public double Held(double now) => _fixed + Decoding * (_steps + Passed(now)) - _froms;

    /// <summary>Tokens that a chain has got so far.</summary>
    public double Tokens(SimulatedChain chain, double now) => chain.Before + (chain.Decodes ? _steps + Passed(now) - chain.From : 0);

    public IEnumerable<SimulatedChain> Live => _prompts.SelectMany(prompt => prompt.Chains).Concat(_ends.UnorderedItems.Where(item => Decodes(item.Element)).Select(item => item.Element.Chain));

    public bool Fits(double now, int prompt, double before, int chains, double most) =>
        Chains + chains <= scenario.MaxChains && Held(now) + prompt + before + chains * Block <= most * _capacity;

    /// <summary>Lets chains in that share a prompt.</summary>
    public void Admit(double now, SimulatedChain[] chains)
    {
        Advance(now);
        var prefix = new SharedPrefix(chains[0].Request.Asked.Prompt, chains.Length);
        var tokens = (double)prefix.Tokens;
        foreach (var chain in chains)
        {
            chain.Prefix = prefix;
            tokens += chain.Before;
        }
        _fixed += tokens;
        PromptTokens += tokens;
        _prompting += chains.Length;
        _prompts.Enqueue((chains, tokens));
        Plan(now);
    }

    /// <summary>What happens in it at <see cref="Next"/>: prompts are read, chains end, and where the cache is full the last chain that came in goes out.</summary>
    public void Happen(double now, List<SimulatedChain> ended, List<SimulatedChain> preempted)
    {
        Advance(now);
        while (_prompts.TryPeek(out var prompt) && _readOfFirst >= prompt.Tokens - Almost * 1000) Begin(now);
        while (_ends.TryPeek(out var first, out var end) && (!Decodes(first) || end <= _steps + Almost))
        {
            _ends.Dequeue();
            if (!Decodes(first)) continue;
            Release(first.Chain);
            ended.Add(first.Chain);
        }
        while (Decoding > 0 && Held(now) > _capacity - Almost) Preempt(now, ended, preempted);
        if (Chains == 0) Rest();
        Plan(now);
    }

    private void Begin(double now)
    {
        var (chains, tokens) = _prompts.Dequeue();
        _readOfFirst = Math.Max(0, _readOfFirst - tokens);
        PromptTokens = Math.Max(0, PromptTokens - tokens);
        foreach (var chain in chains)
        {
            _prompting--;
            Decoding++;
            (chain.Decodes, chain.From) = (true, _steps);
            _froms += _steps;
            if (chain.FirstAt < 0) chain.FirstAt = now + _step;
            _ends.Enqueue((chain, ++chain.Stay), _steps + chain.Length - chain.Before);
            _order.Push(chain);
        }
    }

    private void Preempt(double now, List<SimulatedChain> ended, List<SimulatedChain> preempted)
    {
        SimulatedChain? last;
        do last = _order.Pop();
        while (!last.Decodes);
        var tokens = Tokens(last, now);
        var alone = Decoding == 1 && _prompting == 0;
        Release(last);
        last.Before = tokens;
        if (alone)
        {
            last.Request.Cut = true;
            ended.Add(last);
            return;
        }
        Preemptions++;
        preempted.Add(last);
    }

    private void Release(SimulatedChain chain)
    {
        Decoding--;
        _froms -= chain.From;
        _fixed -= chain.Before;
        chain.Decodes = false;
        if (--chain.Prefix!.Holders == 0) _fixed -= chain.Prefix.Tokens;
        if (_order.Count > 4 * (Decoding + 64)) Compact();
    }

    /// <summary>A preempted chain may decode again, here or elsewhere, with another end.</summary>
    private static bool Decodes((SimulatedChain Chain, int Stay) each) => each.Chain.Decodes && each.Chain.Stay == each.Stay;

    private void Compact()
    {
        var live = _order.Where(chain => chain.Decodes).Reverse().ToList();
        _order.Clear();
        foreach (var chain in live) _order.Push(chain);
    }

    /// <summary>Empty: rounding errors end here.</summary>
    private void Rest()
    {
        (_steps, _froms, _fixed, _readOfFirst, PromptTokens) = (0, 0, 0, 0, 0);
        _ends.Clear();
        _order.Clear();
    }

    private double Passed(double now) => _step > 0 ? (now - _last) / _step : 0;

    private void Advance(double now)
    {
        var steps = Passed(now);
        _last = now;
        _steps += steps;
        if (_prompts.Count > 0) _readOfFirst += steps * Chunk;
    }

    private int Chunk => Math.Max(scenario.Chunk / 4, scenario.Chunk - Decoding);

    private void Plan(double now)
    {
        if (Chains == 0)
        {
            (_step, Next) = (0, double.PositiveInfinity);
            return;
        }
        var held = Held(now);
        var reads = _prompts.TryPeek(out var first);
        _step = scenario.Replica.StepSeconds(Decoding, held, reads ? Chunk : 0);
        // Speeds change as caches fill: not more than some per cent between two looks.
        var steps = reads ? Math.Max(0, first.Tokens - _readOfFirst) / Chunk : double.PositiveInfinity;
        if (_ends.TryPeek(out _, out var end)) steps = Math.Min(steps, end - _steps);
        if (Decoding > 0) steps = Math.Min(steps, Math.Min((_capacity - held) / Decoding, 64 + 0.05 * held / Decoding));
        Next = now + Math.Max(0, steps) * _step;
    }
}
