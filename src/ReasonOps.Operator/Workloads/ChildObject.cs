using System.Text.Json.Nodes;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.Workloads;

/// <summary>What every child has: names, labels and its owner.</summary>
internal static class ChildObject
{
    /// <summary>The label that tells the parts of an owner apart.</summary>
    public const string ComponentLabel = "app.kubernetes.io/component";

    public const string Engine = "engine";
    public const string Gateway = "gateway";
    public const string Verifier = "verifier";
    public const string Worker = "worker";
    public const string Writer = "writer";

    /// <param name="plan">Whose child it is.</param>
    /// <param name="type">As the cluster serves it.</param>
    /// <param name="name">Of the child.</param>
    /// <param name="component">The part it belongs to.</param>
    /// <param name="content">Its fields beside kind and metadata; annotations and labels of its own under <c>metadata</c>.</param>
    public static DesiredObject Of(OwnerPlan plan, EntityType type, string name, string component, JsonObject content)
    {
        var metadata = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = plan.Namespace,
            // After the user's own, since everything finds its children by these.
            ["labels"] = Labels(plan, component),
            ["ownerReferences"] = plan.Owner.Uid is { } uid ? Json.List(Owner(plan, uid)) : null,
        };
        var head = new JsonObject { ["apiVersion"] = type.ApiVersion, ["kind"] = type.Kind, ["metadata"] = new JsonObject() };
        return new(type, Overlay.Lay(Overlay.Lay(head, content), new() { ["metadata"] = metadata }));
    }

    public static JsonObject Labels(OwnerPlan plan, string component) => new()
    {
        ["app.kubernetes.io/name"] = "reasonops",
        ["app.kubernetes.io/instance"] = plan.Name,
        [ComponentLabel] = component,
        ["app.kubernetes.io/managed-by"] = "reasonops",
        [plan.Kind.Label] = plan.Name,
    };

    /// <summary>Never to change: a Deployment keeps its selector for life.</summary>
    public static JsonObject Selector(OwnerPlan plan, string component) => Selector(plan.Kind, plan.Name, component);

    /// <summary>Of pods of another owner.</summary>
    public static JsonObject Selector(OwnerKind kind, string owner, string component) => new() { [kind.Label] = owner, [ComponentLabel] = component };

    public static JsonObject SelectorOfAll(OwnerPlan plan) => new() { [plan.Kind.Label] = plan.Name };

    private static JsonObject Owner(OwnerPlan plan, string uid) => new()
    {
        ["apiVersion"] = ReasoningService.Version,
        ["kind"] = plan.Kind.Name,
        ["name"] = plan.Name,
        ["uid"] = uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };
}
