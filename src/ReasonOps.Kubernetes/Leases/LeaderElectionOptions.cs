namespace ReasonOps.Kubernetes.Leases;

/// <param name="Namespace">Of the Lease.</param>
/// <param name="Name">Of the Lease; those who name the same one compete.</param>
/// <param name="Identity">Of this process and no other: pod name and something random.</param>
public sealed record LeaderElectionOptions(string Namespace, string Name, string Identity)
{
    /// <summary>Without a renewal for so long, others may take the lease. Whole seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Without a renewal for so long, we give it up; shorter than the lease, so that we have stopped before another begins.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between tries, about.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);
}
