using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Desired;

/// <summary>The children of a job's plan, one file each; pure.</summary>
public static class RolloutObjects
{
    /// <returns>In the order to apply: what pods need and what guards them, then Jobs.</returns>
    public static IReadOnlyList<DesiredObject> Of(RolloutPlan plan) => plan.Stage switch
    {
        RolloutStage.Drawing => [.. Shared(plan), .. DrawJobs.Of(plan)],
        RolloutStage.Writing => [.. Shared(plan), .. DrawJobs.Of(plan), WriteJob.Of(plan)],
        // Others may still run where one was given up.
        RolloutStage.Failed when !plan.IsOutlived => [.. DrawJobs.Running(plan)],
        _ => [],
    };

    private static IEnumerable<DesiredObject> Shared(RolloutPlan plan)
    {
        yield return Account.Of(plan, plan.Names.Draw, ChildObject.Worker);
        yield return JobMap.Of(plan);
        yield return EnginesSecret.Of(plan);
        yield return WorkerNetworkPolicy.Of(plan);
    }
}
