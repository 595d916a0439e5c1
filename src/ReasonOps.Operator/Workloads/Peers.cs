using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ReasonOps.Operator.Workloads.Bodies;

namespace ReasonOps.Operator.Workloads;

/// <summary>Rules of network policies.</summary>
internal static class Peers
{
    public static JsonObject From(int port, JsonObject peer) => new() { ["from"] = Json.List(peer), ["ports"] = Json.List(Port(port)) };

    public static JsonObject To(int port, JsonObject peer) => new() { ["to"] = Json.List(peer), ["ports"] = Json.List(Port(port)) };

    /// <summary>From or to anywhere.</summary>
    public static JsonObject Anywhere(int port) => new() { ["ports"] = Json.List(Port(port)) };

    /// <summary>At any port.</summary>
    public static JsonObject ToAll(JsonObject peer) => new() { ["to"] = Json.List(peer) };

    public static JsonObject FromAll(JsonObject peer) => new() { ["from"] = Json.List(peer) };

    /// <summary>Of the same namespace; all of them without labels.</summary>
    public static JsonObject Pods(JsonObject? labels = null) => new() { ["podSelector"] = new JsonObject { ["matchLabels"] = labels } };

    public static JsonObject Address(IPAddress address) => new()
    {
        ["ipBlock"] = new JsonObject { ["cidr"] = $"{address}/{(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)}" },
    };

    public static JsonObject Namespace(string name) => new()
    {
        ["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name } },
    };

    /// <summary>As our chart and manifests label its pods.</summary>
    public static JsonObject Operator(string @namespace)
    {
        var peer = Namespace(@namespace);
        peer["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app.kubernetes.io/component"] = "operator" } };
        return peer;
    }

    /// <summary>As the Prometheus operator labels its pods, in any namespace.</summary>
    public static JsonObject Prometheus() => new()
    {
        ["namespaceSelector"] = new JsonObject(),
        ["podSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app.kubernetes.io/name"] = "prometheus" } },
    };

    /// <summary>DNS, wherever a cluster has it: beside 53 there is OpenShift's 5353.</summary>
    public static JsonObject Names() => new() { ["ports"] = Json.List(Port(53, "UDP"), Port(53), Port(5353, "UDP"), Port(5353)) };

    /// <summary>
    /// A policy knows addresses and pods, not names: a name outside is its port anywhere. Inside, policies see a Service's pods, whose port
    /// may be another than the one in the URL.
    /// </summary>
    public static IEnumerable<JsonObject> To(Uri url, string clusterDomain)
    {
        var labels = url.IdnHost.TrimEnd('.').Split('.');
        if (IPAddress.TryParse(url.IdnHost, out var address))
            yield return To(url.Port, Address(address));
        else if (labels.Length == 1)
            yield return ToAll(Pods());
        else if (IsInside(labels, clusterDomain))
            yield return ToAll(Namespace(labels[1]));
        else
        {
            yield return Anywhere(url.Port);
            // name.namespace is a Service's short name too.
            if (labels.Length == 2)
                yield return ToAll(Namespace(labels[1]));
        }
    }

    private static bool IsInside(string[] labels, string clusterDomain) =>
        labels.Length > 2 && labels[2] == "svc" && (labels.Length == 3 || string.Join('.', labels[3..]) == clusterDomain);

    private static JsonObject Port(int port, string protocol = "TCP") => new() { ["port"] = port, ["protocol"] = protocol };
}
