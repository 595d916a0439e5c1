using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Workloads;

/// <summary>What a container of ours does between the word that its pod is to go and the signal: it serves on until nobody sends it anything new.</summary>
internal static class StopNotice
{
    /// <summary>Gateways look their engines up every 3 s, and a cluster's DNS may answer from its cache for some more.</summary>
    public const int Seconds = 15;

    /// <summary>The first minor version whose kubelets sleep by themselves; our image has no <c>sleep</c>.</summary>
    private const int Sleeps = 30;

    /// <summary>For our own processes, which end what runs when they get the signal. Null where the kubelet cannot sleep.</summary>
    public static JsonObject? Of(OwnerPlan plan) => plan.Served.Minor < Sleeps ? null
        : Lifecycle(new() { ["sleep"] = new JsonObject { ["seconds"] = Seconds } });

    public static JsonObject Lifecycle(JsonObject preStop) => new() { ["preStop"] = preStop };
}
