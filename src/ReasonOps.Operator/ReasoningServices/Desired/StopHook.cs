using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Bodies;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired;

/// <summary>A container's lifecycle between the word that its pod is to go and the signal: it serves on until nobody sends it anything new.</summary>
internal static class StopHook
{
    /// <summary>The first minor version whose kubelets sleep by themselves; our image has no <c>sleep</c>.</summary>
    private const int Sleeps = 30;

    /// <summary>For our own processes, which end what runs when they get the signal. Null where the kubelet cannot sleep.</summary>
    public static JsonObject? Notice(ServicePlan plan) => plan.Served.Minor < Sleeps ? null
        : Lifecycle(new() { ["sleep"] = new JsonObject { ["seconds"] = StopLimits.NoticeSeconds } });

    /// <summary>For engines that may drop what runs: a gauge of theirs is waited for until it is 0, or cannot be read, or the grace is over.</summary>
    /// <param name="plan">Of the engine's service.</param>
    /// <param name="gauge">Of requests that run.</param>
    /// <param name="host">Of the pod that has it.</param>
    public static JsonObject WhileBusy(ServicePlan plan, string gauge, string host = "127.0.0.1")
    {
        var script = $$"""
            sleep {{StopLimits.NoticeSeconds}}
            n=0
            while [ $n -lt {{plan.Stop.DrainSeconds / 2}} ] &&
              curl -s -m 5 http://{{host}}:{{Ports.Engine}}/metrics | grep -Eq '^{{gauge}}(\{.*\})? [1-9]'
            do sleep 2; n=$((n+1)); done
            """;
        return Lifecycle(new() { ["exec"] = new JsonObject { ["command"] = Json.Texts("sh", "-c", script) } });
    }

    private static JsonObject Lifecycle(JsonObject preStop) => new() { ["preStop"] = preStop };
}
