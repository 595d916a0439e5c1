namespace ReasonOps.Operator.Conditions;

/// <summary>The types of conditions.</summary>
public static class ConditionTypes
{
    public const string Ready = "Ready";
    public const string Accepted = "Accepted";
    public const string EnginesAvailable = "EnginesAvailable";
    public const string GatewayAvailable = "GatewayAvailable";
    public const string Progressing = "Progressing";
    public const string VerifierAvailable = "VerifierAvailable";
    public const string ScorersAvailable = "ScorersAvailable";
    public const string Available = "Available";
    public const string ScalingActive = "ScalingActive";
    public const string Complete = "Complete";
    public const string Failed = "Failed";
    public const string Suspended = "Suspended";
}

/// <summary>Reasons of conditions: programs read them, so they stay. <c>docs/status.md</c> explains each.</summary>
public static class Reasons
{
    public const string Accepted = "Accepted";
    public const string Invalid = "Invalid";
    public const string Paused = "Paused";

    public const string Serving = "Serving";
    public const string Holding = "Holding";
    public const string ScaledToZero = "ScaledToZero";
    public const string EnginesUnavailable = "EnginesUnavailable";
    public const string GatewayUnavailable = "GatewayUnavailable";
    public const string VerifiersUnavailable = "VerifiersUnavailable";
    public const string PoolNotFound = "PoolNotFound";

    public const string Available = "Available";
    public const string External = "External";
    public const string NotCreated = "NotCreated";
    public const string PodsStarting = "PodsStarting";
    public const string PodsFailed = "PodsFailed";
    public const string PodsRefused = "PodsRefused";
    public const string PodsUnschedulable = "PodsUnschedulable";
    public const string PodsMisconfigured = "PodsMisconfigured";
    public const string ImagePullFailing = "ImagePullFailing";
    public const string PodsCrashing = "PodsCrashing";

    public const string UpToDate = "UpToDate";
    public const string RollingOut = "RollingOut";
    public const string Starting = "Starting";
    public const string ScalingDown = "ScalingDown";
    public const string Stuck = "ProgressDeadlineExceeded";
    public const string ApplyFailed = "ApplyFailed";
    public const string NameTaken = "NameTaken";
    public const string PreviousNotGone = "PreviousNotGone";

    public const string ServiceNotFound = "ServiceNotFound";
    public const string ServiceInvalid = "ServiceInvalid";
    public const string JudgeNotServed = "JudgeNotServed";
    public const string Drawing = "Drawing";
    public const string Writing = "Writing";
    public const string DatasetWritten = "DatasetWritten";
    public const string NotFailed = "NotFailed";
    public const string Running = "Running";
    public const string SuspendedBySpec = "SuspendedBySpec";
    public const string SuspendedByQueue = "SuspendedByQueue";
    public const string BackoffLimitExceeded = "BackoffLimitExceeded";
    public const string DeadlineExceeded = "DeadlineExceeded";
    public const string WrongInput = "WrongInput";
    public const string Finished = "Finished";

    public const string Sized = "Sized";
    public const string ScaledByDemand = "ScaledByDemand";
    public const string ScaledOutside = "ScaledOutside";
    public const string DemandUnknown = "DemandUnknown";
    public const string FixedReplicas = "FixedReplicas";
    public const string NotServed = "NotServed";
}
