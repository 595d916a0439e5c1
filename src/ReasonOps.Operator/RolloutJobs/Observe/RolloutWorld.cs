using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.ReasoningServices.Observe;

namespace ReasonOps.Operator.RolloutJobs.Observe;

/// <summary>All that is known of the world around one job when a pass begins.</summary>
/// <param name="Observed">What every object of ours has.</param>
/// <param name="Service">That it draws from; null where it is not there.</param>
/// <param name="Pool">That it names, where it is there.</param>
/// <param name="Reports">Of partitions, as their workers told last.</param>
public sealed record RolloutWorld(Observed Observed, ReferencedService? Service, ReferencedPool? Pool, PartitionReports Reports);

/// <summary>The service that a job draws from, as far as the job is concerned.</summary>
/// <param name="Service">Valid and defaulted; null where it is not valid.</param>
public sealed record ReferencedService(string Name, ReasoningService? Service);
