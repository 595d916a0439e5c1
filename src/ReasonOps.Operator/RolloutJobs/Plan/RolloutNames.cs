namespace ReasonOps.Operator.RolloutJobs.Plan;

/// <summary>Of the children of one job. A job's name has at most 40 characters, so that a pod's has room for an index and five letters more.</summary>
public readonly record struct RolloutNames(string Job)
{
    /// <summary>Of all that workers share, and of the Job that draws every partition.</summary>
    public string Draw => $"{Job}-rollout";

    /// <summary>Of the Job that makes the dataset.</summary>
    public string Write => $"{Job}-write";

    /// <summary>Of the Job that draws one partition, where no Job draws several.</summary>
    public string Partition(int partition) => $"{Draw}-{partition}";
}
