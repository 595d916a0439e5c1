using System.Net;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Passes;

/// <summary>Brings the children of an object of ours to what is desired. One that fails does not keep the others.</summary>
public sealed partial class ChildrenWriter(IChildApplier applier, ChildPruner pruner, ILogger<ChildrenWriter> log)
{
    private readonly ILogger _log = log;

    /// <param name="observed">As it was before.</param>
    /// <exception cref="KubernetesException">The server cannot be reached or is overwhelmed: nothing can be said of its owner.</exception>
    public async Task<ChildrenOutcome> BringAsync(
        OwnerPlan plan, IReadOnlyList<DesiredObject> desired, Observed observed, CancellationToken cancellation)
    {
        var outcome = new ChildrenOutcome(observed, plan.WhyScaled);
        foreach (var child in desired)
        {
            var live = observed.Find(child.Type.Kind, child.Name);
            try
            {
                outcome.Add(child.Type, live, await applier.ApplyAsync(child.Type, child.Body, live, cancellation));
            }
            catch (ChildConflictException conflict)
            {
                outcome.Add(Taken(plan, conflict));
            }
            catch (KubernetesException fault) when (IsOfThisChild(fault))
            {
                LogRefused(child.Type, child.Name, plan.Owner.Namespace, fault);
                outcome.Add(new Remark(Blocks: false, Reasons.ApplyFailed, $"{child.Type.Kind} {child.Name}: {fault.Message}"), fault.IsNotFound);
            }
        }
        if (outcome.Troubles.Count == 0 && plan.MayPrune) await PruneAsync(plan, desired, outcome, cancellation);
        return outcome;
    }

    /// <summary>Only when all that is desired stands: what it replaces may be what still answers.</summary>
    private async Task PruneAsync(OwnerPlan plan, IReadOnlyList<DesiredObject> desired, ChildrenOutcome outcome, CancellationToken cancellation)
    {
        var wanted = desired.Select(child => (child.Type, child.Name)).ToHashSet();
        foreach (var child in outcome.Observed.Children.Where(child => !wanted.Contains((child.Type, child.Live.Metadata.Name!))))
        {
            try
            {
                outcome.Remove(await pruner.PruneAsync(plan.Owner.Uid!, [(child.Type, child.Live)], static (_, _) => false, cancellation));
            }
            catch (KubernetesException fault) when (IsOfThisChild(fault))
            {
                LogRefused(child.Type, child.Live.Metadata.Name!, plan.Owner.Namespace, fault);
                outcome.Add(new Remark(
                    Blocks: false, Reasons.ApplyFailed, $"{child.Type.Kind} {child.Live.Metadata.Name} is no longer wanted and cannot be deleted: {fault.Message}"));
            }
        }
    }

    private static Remark Taken(OwnerPlan plan, ChildConflictException conflict) =>
        conflict.Owner is { } owner && owner.Kind == plan.Kind.Name && owner.Name == plan.Name
            ? new(Blocks: true, Reasons.PreviousNotGone, $"{conflict.Child} is of the {plan.Kind.Name} that had this name before, and is about to go")
            : new(Blocks: true, Reasons.NameTaken, conflict.Message);

    /// <summary>Whether the server judged this one; else it judges none just now.</summary>
    private static bool IsOfThisChild(KubernetesException fault) => fault.Status is not
        (null or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.Unauthorized);

    [LoggerMessage(LogLevel.Warning, "{Type} {Namespace}/{Name} was refused")]
    private partial void LogRefused(EntityType type, string name, string? @namespace, Exception fault);
}
