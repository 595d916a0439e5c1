using ReasonOps.Operator.Caches;

namespace ReasonOps.Operator.RolloutJobs.Plan;

/// <summary>How far drawing is: one Indexed Job over all partitions, or, where the server knows none, a Job for each.</summary>
/// <param name="IsIndexed">One Job draws all.</param>
/// <param name="Jobs">By partition; of an Indexed one only the first.</param>
/// <param name="Done">Partitions of which nothing is missing.</param>
public sealed record DrawState(bool IsIndexed, IReadOnlyDictionary<int, JobState> Jobs, int Done)
{
    /// <summary>The first minor version in which Indexed Jobs, and those that are suspended, are not subject to change.</summary>
    public const int Indexed = 24;

    public static DrawState Of(Observed observed, RolloutNames names, int partitions)
    {
        var whole = JobState.Of(observed.Find("Job", names.Draw));
        var parts = Enumerable.Range(0, partitions).Select(i => (Partition: i, Job: JobState.Of(observed.Find("Job", names.Partition(i)))))
            .Where(each => each.Job is not null).ToDictionary(each => each.Partition, each => each.Job!);
        // A server that was upgraded meanwhile lets what was begun come to its end.
        var indexed = whole is not null || (parts.Count == 0 && observed.Served.Minor >= Indexed);
        return indexed
            ? new(true, whole is null ? new Dictionary<int, JobState>() : new Dictionary<int, JobState> { [0] = whole }, whole is { IsComplete: true } ? partitions : whole?.Succeeded ?? 0)
            : new(false, parts, parts.Values.Count(job => job.IsComplete));
    }

    public (string Reason, string Message)? Failed => Jobs.Values.Select(job => job.Failed).FirstOrDefault(failed => failed is not null);

    public DateTimeOffset? StartedAt => Jobs.Values.Min(job => job.StartedAt);

    public int Active => Jobs.Values.Sum(job => job.Active);
}
