using ReasonOps.Rollouts.Problems;

namespace ReasonOps.Rollouts.Journals;

/// <summary>What is final: all that decides what a resumed job has left to do. Grows with the problems that are open, not with those that are settled.</summary>
/// <param name="parts">Workers of the job, whose problems' numbers are so far apart.</param>
public sealed class JournalState(int parts = 1)
{
    private readonly NumberSet _settled = new();
    private readonly Dictionary<(long Problem, int Variant), OpenVariant> _open = [];
    private readonly Dictionary<long, int> _variants = [];
    private readonly Dictionary<long, List<JournalBody>> _recovered = [];

    private readonly Dictionary<long, IReadOnlyList<Problem>> _versions = [];

    public JournalFigures Figures { get; private set; } = new();

    /// <summary>Rollouts that are final, those of settled problems too.</summary>
    public long Rollouts => Figures.Rollouts;

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

    /// <summary>A tree that was there: kept until its problem is settled, or taken up again.</summary>
    internal void Recover(JournalBody body)
    {
        var tree = body.ReadHead();
        if (!Add(tree)) return;
        if (!_recovered.TryGetValue(tree.Problem, out var trees)) _recovered[tree.Problem] = trees = [];
        trees.Add(body);
    }

    /// <summary>In which versions an open problem is asked; null where nothing was kept of that.</summary>
    public IReadOnlyList<Problem>? VersionsOf(long problem) => _versions.GetValueOrDefault(problem);

    internal bool AddVersions(ProblemVersions versions) => !IsSettled(versions.Number) && _versions.TryAdd(versions.Number, versions.Versions);

    internal IReadOnlyList<JournalBody> TakeRecovered(long problem) => _recovered.Remove(problem, out var trees) ? trees : [];

    /// <returns>False: one of its rollouts was final already, and nothing is taken.</returns>
    internal bool Add(TreeHead tree)
    {
        if (IsAnyFinal(tree)) return false;
        if (!_open.TryGetValue((tree.Problem, tree.Variant), out var open))
        {
            _open[(tree.Problem, tree.Variant)] = open = new();
            _variants[tree.Problem] = Math.Max(_variants.GetValueOrDefault(tree.Problem), tree.Variant + 1);
        }
        for (var i = 0; i < tree.Count; i++) open.Final.Add(tree.Rollout + i);
        open.Right += tree.Right;
        open.Wrong += tree.Wrong;
        Figures = Figures with
        {
            Rollouts = Figures.Rollouts + tree.Count, Right = Figures.Right + tree.Right, Wrong = Figures.Wrong + tree.Wrong, Forward = Figures.Forward + tree.Forward,
        };
        return true;
    }

    internal void Settle(SettledHead settled)
    {
        if (!_settled.Add((settled.Number - 1) / parts)) return;
        var counts = settled.Counts ?? Counts(settled.Number);
        _variants.Remove(settled.Number, out var variants);
        for (var variant = 0; variant < variants; variant++) _open.Remove((settled.Number, variant));
        _recovered.Remove(settled.Number);
        _versions.Remove(settled.Number);
        Figures = Figures.With(counts) with { Settled = Figures.Settled + 1, Quarantined = Figures.Quarantined + (settled.Quarantined ? 1 : 0) };
    }

    /// <summary>As far as they are known of an older line.</summary>
    private ProblemCounts Counts(long problem)
    {
        var variants = Enumerable.Range(0, _variants.GetValueOrDefault(problem)).Select(variant => Of(problem, variant)).ToArray();
        return new(variants.Sum(variant => variant.Right), variants.Sum(variant => variant.Wrong), Kept: 0, Backward: 0);
    }

    private sealed class OpenVariant
    {
        public NumberSet Final { get; } = new();
        public int Right { get; set; }
        public int Wrong { get; set; }
    }
}
