using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Rollouts.Trajectories;

/// <summary>The nodes of a tree: what each chain thought itself, in pieces that end where others leave it.</summary>
/// <param name="weights">Of the tree; a chain that others drew says so.</param>
internal sealed class NodeGraph(string? weights)
{
    private readonly List<TrajectoryNode> _nodes = [];
    private readonly Dictionary<(int Chain, int Length), int> _ends = [];
    private readonly Dictionary<int, Chain?> _parents = [];
    private readonly Dictionary<int, TokenPlaces?> _places = [];

    public IReadOnlyList<TrajectoryNode> Nodes => _nodes;

    /// <summary>The node that a chain's thinking ends with.</summary>
    public int EndOf(Chain chain) => NodeAt(chain, chain.Reasoning.Length)!.Value;

    /// <summary>The tokens of a chain behind its thinking: its answer, and the marks that end the one and the other.</summary>
    public TokenRecord? AnswerOf(Chain chain) => TokenRecord.Of(_places[chain.Index]?.Behind(chain.Content, chain.End == ChainEnd.Length));

    /// <summary>What of its parent's thinking a chain goes on from.</summary>
    public static ReadOnlySpan<char> Kept(Chain parent, Chain chain) => parent.Reasoning.AsSpan(0, KeptLength(parent, chain));

    /// <param name="chain">Added behind its parent.</param>
    /// <param name="parent">Null: it begins at the question.</param>
    /// <param name="cuts">Where others leave it.</param>
    public void Add(Chain chain, Chain? parent, IEnumerable<Cut> cuts)
    {
        var (length, all) = (chain.Reasoning.Length, chain.Process?.Steps.Count ?? 0);
        var from = parent is null ? new Cut(0, 0) : new Cut(StepsKept(parent, chain), KeptLength(parent, chain));
        var (places, begun) = (TokenPlaces.Of(chain.Drawn, chain.Reasoning[from.Length..]), from.Length);
        (_parents[chain.Index], _places[chain.Index]) = (parent, places);
        var before = parent is null ? 0 : chain.InheritedTokens;
        var node = parent is null ? null : NodeAt(parent, from.Length);
        foreach (var to in cuts.Where(cut => cut.Length > from.Length && cut.Length < length).OrderBy(cut => cut.Length).DistinctBy(cut => cut.Length).Append(new Cut(all, length)))
        {
            var tokens = Math.Max(0, TokensAt(chain, to.Length) - before);
            before += tokens;
            var drawn = TokenRecord.Of(chain.Drawn?.Take(places?.Before(to.Length - begun) ?? 0).Skip(places?.Before(from.Length - begun) ?? 0));
            _nodes.Add(new TrajectoryNode(node, chain.Reasoning[from.Length..to.Length], drawn?.Logprobs.Count ?? tokens)
            {
                Rewards = Rewards(chain, from.Steps, to.Steps),
                Logprobs = drawn?.Logprobs,
                Ids = drawn?.Ids,
                Weights = chain.Weights == weights ? null : chain.Weights,
            });
            _ends[(chain.Index, to.Length)] = (node = _nodes.Count - 1).Value;
            from = to;
        }
    }

    private static int KeptLength(Chain parent, Chain chain) => Math.Min(chain.Draft.Cut?.Length ?? int.MaxValue, parent.Reasoning.Length);

    private static int StepsKept(Chain parent, Chain chain) => Math.Min(chain.Draft.Cut?.Steps ?? int.MaxValue, parent.Process?.Steps.Count ?? 0);

    private static int TokensAt(Chain chain, int length) =>
        length == chain.Reasoning.Length ? chain.ReasoningTokens : Cut.Tokens(length, chain.Reasoning.Length, chain.ReasoningTokens);

    private static IReadOnlyList<double>? Rewards(Chain chain, int from, int to) =>
        chain.Process is { Steps.Count: > 0 and var count } process ? [.. process.Steps.Take(Math.Min(to, count)).Skip(from)] : null;

    /// <summary>The node that ends so far into a chain's thinking, among its own or those before; null: the question.</summary>
    private int? NodeAt(Chain chain, int length)
    {
        for (Chain? at = chain; at is not null; at = _parents[at.Index])
            if (_ends.TryGetValue((at.Index, length), out var node)) return node;
        return null;
    }
}
