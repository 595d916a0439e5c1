using System.Text.Json.Nodes;

namespace ReasonOps.Operator.Workloads;

/// <summary>What the kubelet asks of a container, at its port <c>http</c>.</summary>
internal static class Probes
{
    public static JsonObject Startup(string path, TimeSpan period, TimeSpan limit) =>
        Http(path, period: (int)period.TotalSeconds, timeout: 5, failures: (int)(limit / period));

    public static JsonObject Readiness(string path) => Http(path, period: 5, timeout: 5, failures: 2);

    /// <summary>Lenient: an engine under load answers late, and to kill it would lose every chain it has.</summary>
    public static JsonObject Liveness(string path) => Http(path, period: 20, timeout: 10, failures: 6);

    private static JsonObject Http(string path, int period, int timeout, int failures) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = Ports.Name },
        ["periodSeconds"] = period,
        ["timeoutSeconds"] = timeout,
        ["failureThreshold"] = failures,
    };
}
