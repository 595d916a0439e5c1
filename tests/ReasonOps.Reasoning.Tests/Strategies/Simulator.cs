using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Tests.Strategies;

/// <summary>How a strategy was played to its end.</summary>
public sealed record Played(Outcome Outcome, IReadOnlyList<Chain> Ended)
{
    public IReadOnlyList<Draft> Drafts { get; init; } = [];
    public int Scored { get; init; }
    public int Checked { get; init; }
    public int Compared { get; init; }
}

/// <summary>
/// Plays a strategy to its end in a world, as the runner would: things come in any order, drawn from the seed of arrival. It
/// fails the test where the strategy asks for something twice, for what has not ended, waits for nothing or finds no end.
/// </summary>
public sealed class Simulator(IStrategy strategy, World world, int arrival = 0)
{
    private const int MaxEvents = 20_000;

    private readonly Random _arrival = new(arrival);
    private readonly List<Draft> _drafts = [];
    private readonly List<Chain> _ended = [];
    private readonly List<Flight> _inFlight = [];
    private readonly List<Comparison> _comparisons = [];
    private readonly List<Action> _awaited = [];
    private readonly HashSet<(int, RewardKind)> _scores = [];
    private readonly HashSet<int> _checks = [];
    private readonly HashSet<CompareAsk> _compares = [];

    private sealed record Flight(Chain Final, int Tokens);

    private RunState State => new([.. _ended], [.. _inFlight.OrderBy(flight => flight.Final.Index).Select(Live)])
    {
        Comparisons = [.. _comparisons],
        Awaited = _awaited.Count,
    };

    public static Played Play(IStrategy strategy, World world, int arrival = 0) => new Simulator(strategy, world, arrival).Play();

    public Played Play()
    {
        for (var events = 0; events < MaxEvents; events++)
        {
            switch (strategy.Decide(State))
            {
                case Decision.Answer answer:
                    return Over(answer.Outcome);
                case Decision.More more:
                    var got = Do(more);
                    if (!got && _inFlight.Count + _awaited.Count == 0) return Over(strategy.Conclude(State));
                    break;
                default:
                    Assert.True(_inFlight.Count + _awaited.Count > 0, "it waits, and nothing is to come");
                    break;
            }
            if (_inFlight.Count + _awaited.Count > 0) Next();
        }
        throw new InvalidOperationException($"no end after {MaxEvents} events");
    }

    private Played Over(Outcome outcome)
    {
        Assert.True(outcome.Winner is null || outcome.Winner.Ran, "the winner did not run");
        Assert.True(outcome.Winner is null || _ended.Exists(chain => chain.Index == outcome.Winner.Index), "the winner is none of the chains");
        Assert.True(outcome.Winner is not null || !_ended.Exists(chain => chain.Ran && chain.Answer is not null), "chains ran, and none of them won");
        Assert.InRange(outcome.Agreement, 0, 1);
        return new Played(outcome, [.. _ended]) { Drafts = [.. _drafts], Scored = _scores.Count, Checked = _checks.Count, Compared = _compares.Count };
    }

    /// <returns>False: nothing of it can be had.</returns>
    private bool Do(Decision.More more)
    {
        var room = Math.Min(more.Draw.Count, world.Room - _drafts.Count);
        foreach (var draft in more.Draw.Take(room)) Draw(draft);
        foreach (var ask in more.Score) Score(ask);
        foreach (var index in more.Check) Check(index);
        foreach (var ask in more.Compare) Compare(ask);
        foreach (var index in more.Cancel) Cancel(index);
        return room > 0 || more.Cancel.Count > 0 || (more.Score.Count > 0 && world.Scorer != Port.None)
            || (more.Check.Count > 0 && world.Checker != Port.None) || (more.Compare.Count > 0 && world.Judge != Port.None);
    }

    private void Draw(Draft draft)
    {
        var parent = draft.Parent is { } index ? Ended(index) : null;
        Assert.True(parent is null || parent.End is not (ChainEnd.Failed or ChainEnd.Refused), "it goes on from a chain that failed");
        _inFlight.Add(new Flight(world.Draw(draft, _drafts.Count, parent), 0));
        _drafts.Add(draft);
    }

    private void Score(ScoreAsk ask)
    {
        Ended(ask.Chain);
        Assert.True(_scores.Add((ask.Chain, ask.Kind)) || world.Scorer == Port.None, $"chain {ask.Chain} is scored twice");
        if (world.Scorer != Port.None) _awaited.Add(() => Replace(ask.Chain, chain => ask.Kind == RewardKind.Outcome
            ? chain with { Outcome = world.Score(chain, ask.Kind) }
            : chain with { Process = world.Score(chain, ask.Kind) }));
    }

    private void Check(int index)
    {
        Ended(index);
        Assert.True(_checks.Add(index) || world.Checker == Port.None, $"chain {index} is checked twice");
        if (world.Checker != Port.None) _awaited.Add(() => Replace(index, chain => chain with { Check = world.Check(chain) }));
    }

    private void Compare(CompareAsk ask)
    {
        Ended(ask.Left);
        Ended(ask.Right);
        Assert.True(_compares.Add(ask) || world.Judge == Port.None, $"chains {ask.Left} and {ask.Right} are compared twice");
        if (world.Judge != Port.None) _awaited.Add(() => _comparisons.Add(world.Compare(ask)));
    }

    private void Cancel(int index)
    {
        var flight = _inFlight.Find(flight => flight.Final.Index == index);
        Assert.True(flight is not null, $"chain {index} is cancelled and is not in flight");
        _inFlight.Remove(flight!);
        _ended.Add(flight!.Final with { End = ChainEnd.Cancelled, Answer = null, Content = "", AnswerTokens = 0 });
    }

    /// <summary>One thing comes: a chain gets on or ends, or what was awaited is there.</summary>
    private void Next()
    {
        var which = _arrival.Next(_inFlight.Count + _awaited.Count);
        if (which < _inFlight.Count) Advance(which);
        else Come(which - _inFlight.Count);
    }

    private void Advance(int which)
    {
        var flight = _inFlight[which];
        _inFlight.RemoveAt(which);
        var tokens = flight.Tokens + strategy.ConfidenceWindow;
        if (strategy.ConfidenceWindow > 0 && tokens < flight.Final.Tokens) _inFlight.Add(flight with { Tokens = tokens });
        else _ended.Add(flight.Final with { Confidence = strategy.ConfidenceWindow > 0 ? flight.Final.Confidence : null });
    }

    private void Come(int which)
    {
        var come = _awaited[which];
        _awaited.RemoveAt(which);
        come();
    }

    /// <summary>The least sure window shows only as the chain gets there.</summary>
    private LiveChain Live(Flight flight) => new(flight.Final.Index, flight.Final.Parent, flight.Tokens, strategy.ConfidenceWindow > 0 && flight.Tokens > 0
        ? flight.Final.Confidence is { } final ? final with { LowestGroup = final.LowestGroup + 1 - ((double)flight.Tokens / flight.Final.Tokens) } : null
        : null);

    private Chain Ended(int index)
    {
        var chain = _ended.Find(chain => chain.Index == index);
        Assert.True(chain is not null, $"chain {index} has not ended");
        return chain!;
    }

    private void Replace(int index, Func<Chain, Chain> with)
    {
        var at = _ended.FindIndex(chain => chain.Index == index);
        _ended[at] = with(_ended[at]);
    }
}
