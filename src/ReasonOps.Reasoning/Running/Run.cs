using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Running;

/// <summary>
/// One run's state: the chains started so far and how far each has come. Reports go in through <see cref="Take"/>, which
/// advances the chain it is about and, when one has ended, asks the strategy what is next. Touched by one thread at a time.
/// </summary>
internal sealed partial class Run(FanOut fanOut, IStrategy strategy, Budget budget, AnswerFormat format, long? seed)
{
    private readonly Ledger _ledger = new(budget);
    private readonly List<ChainProgress> _chains = [];
    private readonly List<Chain> _ended = [];
    private ChainEvent.Prompted? _prompt;
    private bool _overdrawn;
    private Conclusion? _conclusion;

    public Narration Narration { get; } = new(strategy.Live);

    public bool IsOver => _conclusion is not null;

    private Chain? Refusal => _ended.Find(chain => chain.End == ChainEnd.Refused);

    private IEnumerable<ChainProgress> InFlight => _chains.Where(chain => chain.Ended is null);

    private RunState State => new(_ended, [.. InFlight.Select(chain => new LiveChain(chain.Index, null, chain.Tokens, null))]);

    /// <summary>A strategy that never has enough is stopped here.</summary>
    private int MaxChains => (int)Math.Min(int.MaxValue, (4L * strategy.Asked) + 16);

    public void Take(Signal signal)
    {
        var endedBefore = _ended.Count;
        Account(signal);
        if (signal.Event is null) EndThoseLeft(signal);
        else if (ChainOf(signal) is { } chain) Progress(chain, signal.Event);
        if (_ledger.Overdrawn && !_overdrawn && !IsOver) Overdraw();
        if (_ended.Count > endedBefore && !IsOver) Advance();
    }

    /// <summary>Counts what a report took, whether or not anyone still listens to it.</summary>
    public void Account(Signal signal)
    {
        if (signal.Event is null || !signal.Wave.Has(signal.Event.Chain)) return;
        _ledger.Count(signal.Event);
        _prompt ??= signal.Event as ChainEvent.Prompted;
    }

    /// <summary>Every chain of the wave has ended, so its stream has nothing more to bring than its own end.</summary>
    public bool IsComplete(Wave wave) => !InFlight.Any(chain => chain.Wave == wave);

    /// <summary>Does what the strategy wants next.</summary>
    public void Advance()
    {
        switch (strategy.Decide(State))
        {
            case Decision.Answer answer:
                Conclude(answer.Outcome);
                break;
            case Decision.More more when Start(more.Draw.Count):
                break;
            default:
                // It waits, or what it wants is not to be had; with nothing in flight that would be for ever.
                if (!InFlight.Any()) Conclude(strategy.Conclude(State));
                break;
        }
    }

    /// <summary>A wave of as many as are wanted and may still be had; false: of none.</summary>
    private bool Start(int wanted)
    {
        if (Refusal is not null) return false;
        var count = _ledger.Room(Math.Min(wanted, MaxChains - _chains.Count), InFlight);
        if (count <= 0) return false;
        var wave = fanOut.Launch(new ChainsRequest(_chains.Count, count, seed, Hint(), _ledger.AnswerTokens));
        for (var i = 0; i < count; i++) _chains.Add(new ChainProgress(_chains.Count, wave, _ledger.ReasoningTokens, _ledger.AnswerTokens));
        Narration.Follow(_chains);
        return true;
    }

    /// <summary>
    /// An engine that keeps to its hint closes the thinking there and answers. Where a spent budget is not to end in an answer
    /// it is told of one token more, which tells a chain that spends its budget from one that ends on it.
    /// </summary>
    private int Hint() => budget.WhenSpent == WhenSpent.ForceAnswer
        ? _ledger.ReasoningTokens
        : (int)Math.Min(int.MaxValue, _ledger.ReasoningTokens + 1L);

    private ChainProgress? ChainOf(Signal signal) =>
        signal.Wave.Has(signal.Event!.Chain) && _chains[signal.Event.Chain] is { Ended: null } chain && chain.Wave == signal.Wave ? chain : null;
}
