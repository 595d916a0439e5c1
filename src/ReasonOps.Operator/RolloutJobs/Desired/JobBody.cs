using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.RolloutJobs.Desired;

/// <summary>
/// A Kubernetes Job. Most of it may never change once it is made, so what would now be made otherwise (by another version of the operator, say) stays as it was made: a
/// change restarts nothing.
/// </summary>
internal static class JobBody
{
    private const string MadeOf = "reasonops.io/made-of";

    /// <summary>The first minor version whose Jobs know which failures count, without a feature gate.</summary>
    private const int FailurePolicies = 26;

    /// <summary>Of a worker that was given what it cannot use.</summary>
    private const int WrongInput = 2;

    private static readonly string[] Lasting = ["completions", "completionMode", "podFailurePolicy", "template"];

    /// <param name="plan">Whose child it is.</param>
    /// <param name="name">Of the Job.</param>
    /// <param name="component">Of its pods.</param>
    /// <param name="lasting">What may not change: <c>completions</c>, <c>completionMode</c>, <c>template</c>.</param>
    /// <param name="parallelism">Pods at once, while it is not held.</param>
    public static DesiredObject Of(RolloutPlan plan, string name, string component, JsonObject lasting, int parallelism)
    {
        lasting["podFailurePolicy"] = plan.Served.Minor >= FailurePolicies ? FailurePolicy() : null;
        var (spec, hash) = Made(lasting, plan.Live.GetValueOrDefault(name));
        spec["backoffLimit"] = plan.Spec.BackoffLimit;
        var suspends = plan.Served.Minor >= DrawState.Indexed;
        spec["parallelism"] = plan.IsHeld && !suspends ? 0 : parallelism;
        // Left out, it is Kueue's.
        if (suspends && (plan.IsHeld || !plan.IsQueued)) spec["suspend"] = plan.IsHeld;
        var annotations = KeptImages.Of(plan.Image) ?? [];
        annotations[MadeOf] = hash;
        return ChildObject.Of(plan, ChildKinds.Job, name, component, new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = Json.Map(plan.QueueLabels), ["annotations"] = annotations },
            ["spec"] = spec,
        });
    }

    private static (JsonObject Spec, string Hash) Made(JsonObject lasting, ApiObject? live)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lasting.ToJsonString())))[..16];
        if (live?.Metadata.Annotations?.GetValueOrDefault(MadeOf) is not { } before || before == hash) return (lasting, hash);
        var made = new JsonObject();
        foreach (var field in Lasting)
            if (live.Root.At("spec", field) is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } value) made[field] = JsonNode.Parse(value.GetRawText());
        return (made, before);
    }

    /// <summary>A node that is drained is nobody's failure; what a worker cannot use, no other one can.</summary>
    private static JsonObject FailurePolicy() => new()
    {
        ["rules"] = Json.List(
            new JsonObject
            {
                ["action"] = "FailJob",
                ["onExitCodes"] = new JsonObject { ["containerName"] = ChildObject.Worker, ["operator"] = "In", ["values"] = new JsonArray(WrongInput) },
            },
            new JsonObject
            {
                ["action"] = "Ignore",
                ["onPodConditions"] = Json.List(new JsonObject { ["type"] = "DisruptionTarget", ["status"] = "True" }),
            }),
    };
}
