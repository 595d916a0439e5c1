namespace ReasonOps.Rollouts.Journals;

/// <summary>What is final: all that decides what a resumed job has left to do. Grows with the problems that are open, not with those that are settled.</summary>
/// <param name="parts">Workers of the job, whose problems' numbers are so far apart.</param>
public sealed class JournalState(int parts = 1)
{
    private readonly NumberSet _settled = new();
    private readonly Dictionary<long, Dictionary<int, NumberSet>> _open = [];

    /// <summary>Rollouts that are final, those of settled problems too.</summary>
    public long Rollouts { get; private set; }

    public long Settled => _settled.Count;
    public int Open => _open.Count;

    // Every parts-th number is this worker's: counted so that its own numbers follow each other.
    public bool IsSettled(long problem) => _settled.Contains((problem - 1) / parts);

    public bool IsFinal(long problem, int variant, int rollout) =>
        IsSettled(problem) || (_open.TryGetValue(problem, out var variants) && variants.TryGetValue(variant, out var rollouts) && rollouts.Contains(rollout));

    public bool IsAnyFinal(long problem, int variant, int rollout, int count) =>
        Enumerable.Range(rollout, count).Any(each => IsFinal(problem, variant, each));

    /// <summary>Those of them that were final already stay as they were.</summary>
    public void Add(long problem, int variant, int rollout, int count)
    {
        if (IsSettled(problem)) return;
        if (!_open.TryGetValue(problem, out var variants)) _open[problem] = variants = [];
        if (!variants.TryGetValue(variant, out var rollouts)) variants[variant] = rollouts = new NumberSet();
        for (var i = 0; i < count; i++)
            if (rollouts.Add(rollout + i)) Rollouts++;
    }

    public void Settle(long problem)
    {
        _open.Remove(problem);
        _settled.Add((problem - 1) / parts);
    }
}
