namespace ReasonOps.Rollouts.Journals;

/// <summary>What is final: all that decides what a resumed job has left to do. Grows with the problems that are open, not with those that are settled.</summary>
/// <param name="parts">Workers of the job, whose problems' numbers are so far apart.</param>
public sealed class JournalState(int parts = 1)
{
    private readonly NumberSet _settled = new();
    private readonly Dictionary<(long Problem, int Variant), OpenVariant> _open = [];
    private readonly Dictionary<long, int> _variants = [];

    /// <summary>Rollouts that are final, those of settled problems too.</summary>
    public long Rollouts { get; private set; }

    public long Settled => _settled.Count;

    /// <summary>Problems of which something is final, and not all.</summary>
    public int Open => _variants.Count;

    // Every parts-th number is this worker's: counted so that its own numbers follow each other.
    public bool IsSettled(long problem) => _settled.Contains((problem - 1) / parts);

    public bool IsFinal(long problem, int variant, int rollout) =>
        IsSettled(problem) || (_open.TryGetValue((problem, variant), out var open) && open.Final.Contains(rollout));

    /// <summary>Of a variant that is open: rollouts that are final, and how many of them are right and wrong.</summary>
    public (int Final, int Right, int Wrong) Of(long problem, int variant) =>
        _open.TryGetValue((problem, variant), out var open) ? ((int)open.Final.Count, open.Right, open.Wrong) : default;

    internal bool IsAnyFinal(TreeHead tree) => Enumerable.Range(tree.Rollout, tree.Count).Any(each => IsFinal(tree.Problem, tree.Variant, each));

    /// <summary>Of a tree with a rollout that is final already nothing is taken.</summary>
    internal void Add(TreeHead tree)
    {
        if (IsAnyFinal(tree)) return;
        if (!_open.TryGetValue((tree.Problem, tree.Variant), out var open))
        {
            _open[(tree.Problem, tree.Variant)] = open = new();
            _variants[tree.Problem] = Math.Max(_variants.GetValueOrDefault(tree.Problem), tree.Variant + 1);
        }
        for (var i = 0; i < tree.Count; i++) open.Final.Add(tree.Rollout + i);
        open.Right += tree.Right;
        open.Wrong += tree.Wrong;
        Rollouts += tree.Count;
    }

    internal void Settle(long problem)
    {
        _variants.Remove(problem, out var variants);
        for (var variant = 0; variant < variants; variant++) _open.Remove((problem, variant));
        _settled.Add((problem - 1) / parts);
    }

    private sealed class OpenVariant
    {
        public NumberSet Final { get; } = new();
        public int Right { get; set; }
        public int Wrong { get; set; }
    }
}
