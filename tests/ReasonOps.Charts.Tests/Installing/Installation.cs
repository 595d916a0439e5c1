using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Rendering;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Installing;

/// <summary>A real API server of its own: kinds and cluster roles are one for all of a server.</summary>
public sealed class Installation : IAsyncLifetime
{
    private LocalControlPlane? _plane;

    public LocalControlPlane Plane => _plane!;

    internal Kubectl Kubectl => Plane.Kubectl;

    public async Task InitializeAsync() => _plane = await LocalControlPlane.StartAsync(new(Controllers: true));

    public async Task DisposeAsync() => await Plane.DisposeAsync();

    /// <summary>The real helm, as the admin.</summary>
    internal async Task<ToolResult> HelmAsync(params string[] arguments)
    {
        var caches = new Dictionary<string, string>
        {
            ["HELM_CACHE_HOME"] = Plane.Folder, ["HELM_CONFIG_HOME"] = Plane.Folder, ["HELM_DATA_HOME"] = Plane.Folder, ["KUBECACHEDIR"] = Plane.Folder,
        };
        var result = await KubeTools.RunAsync("helm", ["--kubeconfig", Plane.KubeConfigPath, .. arguments], null, caches, CancellationToken.None);
        return result.ExitCode == 0 ? result : throw new ToolFailedException(result);
    }

    /// <summary>Its pods are not waited for: there is no node.</summary>
    internal Task<ToolResult> InstallAsync(string @namespace, params string[] arguments) =>
        HelmAsync(["install", Chart.Release, Chart.Folder, "--namespace", @namespace, "--create-namespace", .. arguments]);

    internal async Task UninstallAsync(string @namespace)
    {
        await HelmAsync("uninstall", Chart.Release, "--namespace", @namespace);
        await Kubectl.RunAsync("delete", "crd", "--all");
    }

    internal async Task<JsonNode?> GetAsync(params string[] what)
    {
        var result = await Kubectl.TryAsync(["get", .. what, "-o", "json"]);
        return result.ExitCode == 0 ? JsonNode.Parse(result.Output) : null;
    }

    /// <summary>What the server itself says that someone may do.</summary>
    /// <param name="user">As RBAC names them.</param>
    /// <param name="verb">As <c>list</c>.</param>
    /// <param name="resource">With its group: <c>deployments.apps</c>.</param>
    /// <param name="namespace">Null: in all, or of no namespace.</param>
    internal async Task<bool> MayAsync(string user, string verb, string resource, string? @namespace) =>
        (await Kubectl.TryAsync(["auth", "can-i", verb, resource, "--as", user, .. @namespace is null ? ["--all-namespaces"] : new[] { "-n", @namespace }]))
        .Output.Trim() == "yes";
}
