using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Tests.Strategies.Trees;

/// <summary>
/// A world of paths: a step is a letter, a path the letters so far. What is drawn at a path comes in the order it was written in, round and
/// round: <c>a</c> a step, <c>a=7</c> a step and the answer after it, <c>=7</c> the answer at once, <c>!</c> a failure. A chain that goes to
/// its own end takes what is drawn next at every path, a greedy one what stands first.
/// </summary>
internal sealed class ScriptedTree(params (string Path, string Next)[] places)
{
    private readonly Dictionary<string, string[]> _next = places.ToDictionary(place => place.Path, place => place.Next.Split(' '));
    private readonly Dictionary<string, int> _drawn = [];

    /// <summary>By path, or by path and answer as in <c>ab=7</c>; 0.5 where nothing is said.</summary>
    public Dictionary<string, double> Rewards { get; init; } = [];

    public World World => new(0) { Chains = Draw, Rewards = Score };

    public static StrategySettings Settings(string kind, int votes, SearchOptions? search = null) => new()
    {
        Kind = kind,
        Votes = votes,
        Search = search ?? new SearchOptions(),
        Equivalence = new NumericEquivalence(),
    };

    public Played Play(StrategySettings settings, Func<World, World>? with = null, int arrival = 0) =>
        Simulator.Play(Strategy.Create(settings), with is null ? World : with(World), arrival);

    /// <summary>What was drawn, by the path it went on from: <c>"" "" a a+</c>; <c>+</c> to its end, <c>^</c> greedily.</summary>
    public static string Told(Played played) => string.Join(' ', played.Drafts.Select(draft =>
        (draft.Parent is { } parent ? played.Ended.First(chain => chain.Index == parent).Reasoning : "-") + (draft.Step ? draft.Temperature == 0 ? "^" : "" : "+")));

    private Chain Draw(Draft draft, int index, Chain? parent)
    {
        var (path, answer, failed) = (parent?.Reasoning ?? "", (string?)null, false);
        do
        {
            var what = Next(path, draft.Temperature == 0).Split('=');
            failed = what[0] == "!";
            path += failed ? "" : what[0];
            answer = what.Length > 1 ? what[1] : null;
        }
        while (!draft.Step && answer is null && !failed);
        return new Chain
        {
            Index = index,
            Draft = draft,
            Parent = draft.Parent,
            Reasoning = path,
            ReasoningTokens = path.Length,
            InheritedTokens = parent?.ReasoningTokens ?? 0,
            Content = answer is null ? "" : $"#{answer}",
            Answer = answer is "" ? null : answer,
            AnswerTokens = answer is null ? 0 : 1,
            End = failed ? ChainEnd.Failed : answer is null ? ChainEnd.Step : ChainEnd.Stopped,
        };
    }

    private string Next(string path, bool greedy)
    {
        if (greedy) return _next[path][0];
        var nth = _drawn.GetValueOrDefault(path);
        _drawn[path] = nth + 1;
        return _next[path][nth % _next[path].Length];
    }

    private Reward Score(Chain chain)
    {
        var steps = Enumerable.Range(1, chain.Reasoning.Length).Select(length => chain.Reasoning[..length]);
        if (chain.Content.Length > 0) steps = steps.Append($"{chain.Reasoning}={chain.Content[1..]}");
        return new Reward([.. steps.Select(step => Rewards.GetValueOrDefault(step, 0.5))]);
    }
}
