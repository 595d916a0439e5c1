using ReasonOps.Api.RolloutJobs;

namespace ReasonOps.Operator.RolloutJobs.Observe;

/// <summary>How far the partitions of a job have come, each as its worker told last.</summary>
/// <param name="ByPartition">Those of which anything is known.</param>
public sealed record PartitionReports(IReadOnlyDictionary<int, RolloutReport> ByPartition)
{
    public static PartitionReports None { get; } = new(new Dictionary<int, RolloutReport>());

    /// <summary>What the writer said of the dataset; null while it has not.</summary>
    public DatasetReport? Dataset { get; init; }

    /// <summary>Over all partitions. A speed is that of workers that run.</summary>
    public RolloutReport Sum => new()
    {
        All = Most(each => each.All),
        Problems = Total(each => each.Problems),
        Settled = Total(each => each.Settled),
        Quarantined = Total(each => each.Quarantined),
        Invalid = Total(each => each.Invalid),
        Rollouts = Total(each => each.Rollouts),
        Right = Total(each => each.Right),
        Wrong = Total(each => each.Wrong),
        Kept = Total(each => each.Kept),
        Forward = Total(each => each.Forward),
        Backward = Total(each => each.Backward),
        TokensPerSecond = ByPartition.Values.Where(each => !each.Done).Sum(each => each.TokensPerSecond),
        RolloutsPerSecond = ByPartition.Values.Where(each => !each.Done).Sum(each => each.RolloutsPerSecond),
        PassAt = [.. ByPartition.Values.SelectMany(each => each.PassAt).GroupBy(pass => pass.K).OrderBy(passes => passes.Key)
            .Select(passes => new PassReport(passes.Key, passes.Sum(pass => pass.Sum), passes.Sum(pass => pass.Problems)))],
    };

    private long Most(Func<RolloutReport, long> figure) => ByPartition.Values.Select(figure).DefaultIfEmpty().Max();

    private long Total(Func<RolloutReport, long> figure) => ByPartition.Values.Sum(figure);
}
