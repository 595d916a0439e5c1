using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Running;

/// <summary>
/// One run's state: the chains started so far and how far each has come. Reports go in through <see cref="Take"/>, which
/// advances the chain it is about and, when one has ended or something was found out, asks the strategy what is next.
/// Touched by one thread at a time.
/// </summary>
internal sealed partial class Run(
    FanOut fanOut, Ports ports, IStrategy strategy, Budget budget, AnswerFormat format, StepFormat steps, long? seed, bool logprobs)
{
    private readonly Ledger _ledger = new(budget);
    private readonly List<ChainProgress> _chains = [];
    private readonly List<ChainProgress> _inFlight = [];
    private readonly List<Chain> _ended = [];
    private readonly Dictionary<int, int> _places = [];
    private readonly List<Comparison> _comparisons = [];
    private ChainEvent.Prompted? _prompt;
    private int _news;
    private bool _overdrawn;
    private Conclusion? _conclusion;

    public Narration Narration { get; } = new(strategy.Live);

    public bool IsOver => _conclusion is not null;

    private Chain? Refusal => _ended.Find(chain => chain.End == ChainEnd.Refused);

    /// <summary>Nothing is to come of what was asked for.</summary>
    private bool IsQuiet => _inFlight.Count == 0 && _awaited == 0;

    private RunState State => new(_ended, [.. _inFlight.Select(chain => chain.Live)]) { Comparisons = _comparisons, Awaited = _awaited };

    public void Take(Signal signal)
    {
        var before = _news;
        Account(signal);
        if (signal.Finding is not null) Put(signal.Finding);
        else if (signal.Event is null) EndThoseLeft(signal);
        else if (ChainOf(signal) is { } chain) Progress(chain, signal.Event);
        else NoteOverrun(signal.Wave!, signal.Event);
        if (_ledger.Overdrawn && !_overdrawn && !IsOver) Overdraw();
        if (_news > before && !IsOver) Advance();
    }

    /// <summary>Counts what a report took, whether or not anyone still listens to it.</summary>
    public void Account(Signal signal)
    {
        if (signal.Finding is Finding.Compared compared) _ledger.CountOther(compared.Comparison.Tokens);
        if (signal.Event is null || !signal.Wave!.Has(signal.Event.Chain)) return;
        _ledger.Count(signal.Event);
        _prompt ??= signal.Event as ChainEvent.Prompted;
    }

    /// <summary>Every chain of the wave has ended, so its stream has nothing more to bring than its own end.</summary>
    public bool IsComplete(Wave wave) => !_inFlight.Exists(chain => chain.Wave == wave);

    /// <summary>Does what the strategy wants next.</summary>
    public void Advance()
    {
        // It is asked again at once only after it cancelled something: there are fewer chains in flight each time.
        while (!IsOver)
        {
            switch (strategy.Decide(State))
            {
                case Decision.Answer answer:
                    Conclude(answer.Outcome);
                    return;
                case Decision.More more:
                    if (Do(more) && IsQuiet) continue;
                    if (IsQuiet && !Rescue()) Conclude(strategy.Conclude(State));
                    return;
                default:
                    // With nothing in flight it would wait for ever.
                    if (IsQuiet) Conclude(strategy.Conclude(State));
                    return;
            }
        }
    }

    /// <summary>As much of it as can be had. True: something was cancelled.</summary>
    private bool Do(Decision.More more)
    {
        var cancelled = Cancel(more.Cancel);
        Start(more.Draw);
        Ask(more);
        return cancelled;
    }

    private ChainProgress? ChainOf(Signal signal) =>
        signal.Wave!.Has(signal.Event!.Chain) && _chains[signal.Event.Chain] is { Ended: null } chain && chain.Wave == signal.Wave ? chain : null;
}
