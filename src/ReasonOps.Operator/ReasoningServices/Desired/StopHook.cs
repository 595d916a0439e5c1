using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.ReasoningServices.Desired;

/// <summary>As <see cref="StopNotice"/>, for engines that may drop what runs when they get the signal.</summary>
internal static class StopHook
{
    /// <summary>A gauge of theirs is waited for until it is 0, or cannot be read, or the grace is over.</summary>
    /// <param name="plan">Of the engine's service.</param>
    /// <param name="gauge">Of requests that run.</param>
    /// <param name="host">Of the pod that has it.</param>
    public static JsonObject WhileBusy(ServicePlan plan, string gauge, string host = "127.0.0.1")
    {
        var script = $$"""
            sleep {{StopNotice.Seconds}}
            n=0
            while [ $n -lt {{plan.Stop.DrainSeconds / 2}} ] &&
              curl -s -m 5 http://{{host}}:{{Ports.Engine}}/metrics | grep -Eq '^{{gauge}}(\{.*\})? [1-9]'
            do sleep 2; n=$((n+1)); done
            """;
        return StopNotice.Lifecycle(new() { ["exec"] = new JsonObject { ["command"] = Json.Texts("sh", "-c", script) } });
    }
}
