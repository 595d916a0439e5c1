using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Rendering;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Installing;

/// <summary>A real API server of its own: kinds and cluster roles are one for all of a server.</summary>
public sealed class Installation : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reasonops-audit-");
    private LocalControlPlane? _plane;

    public LocalControlPlane Plane => _plane!;

    internal Kubectl Kubectl => Plane.Kubectl;

    /// <summary>Every request of the operator, as the server judged it.</summary>
    internal string AuditLog => Path.Combine(_folder.FullName, "audit.log");

    public async Task InitializeAsync()
    {
        var policy = Path.Combine(_folder.FullName, "policy.yaml");
        await File.WriteAllTextAsync(policy, """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived, ResponseStarted]
            rules:
            - {level: None, userGroups: ["system:serviceaccounts:kube-system"]}
            - {level: Metadata, userGroups: ["system:serviceaccounts"]}
            """);
        _plane = await LocalControlPlane.StartAsync(new(Controllers: true)
        {
            ApiServerArguments = [$"--audit-policy-file={policy}", $"--audit-log-path={AuditLog}"],
        });
    }

    public async Task DisposeAsync()
    {
        await Plane.DisposeAsync();
        _folder.Delete(recursive: true);
    }

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

    /// <summary>Whatever a test left, however it ended.</summary>
    internal async Task CleanAsync()
    {
        foreach (var release in JsonNode.Parse((await HelmAsync("list", "--all-namespaces", "-o", "json")).Output)!.AsArray())
            await HelmAsync("uninstall", (string)release!["name"]!, "--namespace", (string)release["namespace"]!);
        await Kubectl.RunAsync("delete", "crd", "--all");
        await Kubectl.RunAsync("delete", "clusterrole,clusterrolebinding", "-l", "app.kubernetes.io/part-of=reasonops");
    }

    internal async Task<JsonNode?> GetAsync(params string[] what)
    {
        var result = await Kubectl.TryAsync(["get", .. what, "-o", "json"]);
        return result.ExitCode == 0 ? JsonNode.Parse(result.Output) : null;
    }

    /// <summary>What the server itself says that someone may do.</summary>
    /// <param name="user">As RBAC names them.</param>
    /// <param name="verb">As <c>list</c>.</param>
    /// <param name="resource">With its group, and maybe a part of it: <c>deployments.apps/scale</c>.</param>
    /// <param name="namespace">Null: in all, or of no namespace.</param>
    internal async Task<bool> MayAsync(string user, string verb, string resource, string? @namespace)
    {
        var parts = resource.Split('/');
        string[] where = [.. parts.Skip(1).Select(part => $"--subresource={part}"), .. @namespace is null ? ["--all-namespaces"] : new[] { "-n", @namespace }];
        return (await Kubectl.TryAsync(["auth", "can-i", verb, parts[0], "--as", user, .. where])).Output.Trim() == "yes";
    }
}
