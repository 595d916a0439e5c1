using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.RolloutJobs.Plan;

/// <summary>A Kubernetes Job as it stands.</summary>
/// <param name="Failed">Why it was given up: reason, message; null while it is not.</param>
public sealed record JobState(bool IsComplete, (string Reason, string Message)? Failed, int Active, int Succeeded, DateTimeOffset? StartedAt, bool IsSuspended)
{
    /// <summary>Null of a Job that is not there.</summary>
    public static JobState? Of(ApiObject? live)
    {
        if (live is null) return null;
        var status = live.Root.At("status");
        var failed = status.Condition("Failed");
        return new(
            status.Condition("Complete").At("status").Text() == "True",
            failed.At("status").Text() == "True" ? (failed.At("reason").Text() ?? "Failed", failed.At("message").Text() ?? "") : null,
            status.At("active").Int() ?? 0, status.At("succeeded").Int() ?? 0,
            status.At("startTime").Text() is { } time && DateTimeOffset.TryParse(time, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : null,
            live.Root.At("spec", "suspend").IsTrue());
    }
}
