using System.Text.Json.Nodes;

namespace ReasonOps.ControlPlane.Tools;

/// <summary>The project's own resource definitions on a control plane.</summary>
public static class CrdInstaller
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Applies every file of <c>crds/</c> and ends when the server serves the kinds.</summary>
    public static async Task InstallAsync(LocalControlPlane plane, CancellationToken cancellation = default)
    {
        var folder = Repository.PathOf("crds");
        // A server from before CEL refuses its rules in a server-side apply, and drops them in any other.
        string[] how = plane.Version < new Version(1, 25) ? ["--validate=false"] : ["--server-side", "--force-conflicts"];
        await plane.Kubectl.RunAsync(["apply", .. how, "-f", folder], null, cancellation);
        await plane.Kubectl.RunAsync(["wait", "--for=condition=Established", "--timeout=30s", "-f", folder], null, cancellation);
        var definitions = JsonNode.Parse(await plane.Kubectl.RunAsync(["get", "-f", folder, "-o", "json"], null, cancellation))!;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        foreach (var path in (definitions["items"]?.AsArray() ?? [definitions]).SelectMany(PathsOf)) await ServedAsync(plane, path, deadline.Token);
    }

    private static IEnumerable<string> PathsOf(JsonNode? definition)
    {
        var spec = definition!["spec"]!;
        return spec["versions"]!.AsArray().Where(version => (bool)version!["served"]!)
            .Select(version => $"apis/{spec["group"]}/{version!["name"]}/{spec["names"]!["plural"]}?limit=1");
    }

    /// <summary>Established is said a moment before the first request is served.</summary>
    private static async Task ServedAsync(LocalControlPlane plane, string path, CancellationToken cancellation)
    {
        while (true)
        {
            using var answer = await plane.Client.GetAsync(path, cancellation);
            if (answer.IsSuccessStatusCode) return;
            await Task.Delay(50, cancellation);
        }
    }
}
