using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>
/// How a pod stops: for <see cref="StopNotice.Seconds"/> it serves on while others hear that it is going, then it takes nothing new and
/// ends what runs, and it is killed after <see cref="GraceSeconds"/>. A pod without work is gone at once, so a long grace costs nothing.
/// </summary>
/// <param name="GraceSeconds">
/// Holds the longest deadline of a tenant. It is 10 minutes and doubles from there: it stands in the pod template, and a tenant's
/// deadline that moves within it restarts nothing.
/// </param>
public readonly record struct StopLimits(int GraceSeconds)
{
    private const int Least = 600;
    private const int Margin = 15;

    /// <summary>What is left for requests that run when the notice is over.</summary>
    public int DrainSeconds => GraceSeconds - StopNotice.Seconds - Margin;

    /// <param name="spec">Valid and defaulted.</param>
    public static StopLimits Of(ReasoningServiceSpec spec)
    {
        var longest = spec.Tenants.Max(tenant => tenant.Deadline!.Value.Span.TotalSeconds);
        var grace = Least;
        while (grace - StopNotice.Seconds - Margin < longest)
            grace *= 2;
        return new(grace);
    }
}
