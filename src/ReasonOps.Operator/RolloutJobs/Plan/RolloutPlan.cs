using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Snapshots;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Plan;

/// <summary>What is done for a job now.</summary>
public enum RolloutStage
{
    /// <summary>Something that it names is not there; nothing is made, and what runs is left.</summary>
    Waiting,
    Drawing,
    Writing,
    Complete,
    Failed,
}

/// <summary>Everything decided of one job before any object is built.</summary>
public sealed record RolloutPlan : OwnerPlan
{
    /// <summary>Valid and defaulted, with the partitions that it has for life.</summary>
    public required RolloutJob Job { get; init; }
    public required RolloutStage Stage { get; init; }

    /// <summary>Why it is in that stage; of one that failed the cause.</summary>
    public required (string Reason, string Message) Why { get; init; }
    public required DrawState Draw { get; init; }

    /// <summary>The Job that makes the dataset; null while it is not there.</summary>
    public JobState? Write { get; init; }
    public required PlannedImage Image { get; init; }

    /// <summary>What workers know of engines, reward models and verifiers; null while it is not known.</summary>
    public GatewaySnapshot? Snapshot { get; init; }

    /// <summary>Whether the service starts its engines; otherwise they are addresses.</summary>
    public bool StartsEngines { get; init; }

    /// <summary>Jobs that there are, whose pods stay as they were made.</summary>
    public IReadOnlyDictionary<string, ApiObject> Live { get; init; } = new Dictionary<string, ApiObject>();

    /// <summary>Labels of the job that its Jobs have too: Kueue's.</summary>
    public IReadOnlyDictionary<string, string> QueueLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Nothing is kept of an ended job any more, but itself.</summary>
    public bool IsOutlived { get; init; }

    /// <summary>When the first worker began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When there is something to look at though nothing changes; null: not before something does.</summary>
    public TimeSpan? NextLook { get; init; }

    public required PartitionReports Reports { get; init; }

    /// <summary>Where the operator runs, which reads the figures of workers.</summary>
    public required string OperatorNamespace { get; init; }

    public override OwnerKind Kind => OwnerKind.Rollout;

    /// <summary>What an ended job left is kept until its time is over; what a waiting one has, until it goes on.</summary>
    public override bool MayPrune => IsOutlived || Stage is RolloutStage.Drawing or RolloutStage.Writing;

    public RolloutJobSpec Spec => Job.Spec;
    public RolloutNames Names => new(Name);
    public int Partitions => Spec.Partitions!.Value;
    public bool IsEnded => Stage is RolloutStage.Complete or RolloutStage.Failed;

    /// <summary>No worker may run: somebody said so, or it is over.</summary>
    public bool IsHeld => Spec.Suspend == true || Stage == RolloutStage.Failed;

    /// <summary>Kueue decides when Jobs run.</summary>
    public bool IsQueued => QueueLabels.Count > 0;
}
