using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Desired.Bodies;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired;

/// <summary>What a container does between the word that its pod is to go and the signal: serve on until nobody sends it anything new.</summary>
internal static class StopHook
{
    /// <summary>The first minor version whose kubelets sleep by themselves, for images without a <c>sleep</c> too.</summary>
    private const int Sleeps = 30;

    /// <summary>For a process that ends what runs when it gets the signal. Null where neither the kubelet nor the image can sleep.</summary>
    public static JsonObject? Notice(ServicePlan plan, bool imageSleeps) =>
        plan.Served.Minor >= Sleeps ? Lifecycle(new() { ["sleep"] = new JsonObject { ["seconds"] = StopLimits.NoticeSeconds } })
        : imageSleeps ? Exec("sleep", $"{StopLimits.NoticeSeconds}")
        : null;

    /// <summary>For a process that drops what runs: <paramref name="gauge"/> is waited for until it is 0, or cannot be read, or the grace is over.</summary>
    public static JsonObject WhileBusy(ServicePlan plan, string gauge) => Exec("sh", "-c",
        $"sleep {StopLimits.NoticeSeconds}; n=0; "
        + $"while [ $n -lt {plan.Stop.DrainSeconds / 2} ] && curl -s -m 5 http://127.0.0.1:{Ports.Engine}/metrics | grep -Eq '^{gauge}(\\{{.*\\}})? [1-9]'; "
        + "do sleep 2; n=$((n+1)); done");

    private static JsonObject Exec(params string[] command) => Lifecycle(new() { ["exec"] = new JsonObject { ["command"] = Json.Texts(command) } });

    private static JsonObject Lifecycle(JsonObject preStop) => new() { ["preStop"] = preStop };
}
