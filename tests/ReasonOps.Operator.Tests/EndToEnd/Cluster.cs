using System.Text.Json.Nodes;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.ProcessNode;

namespace ReasonOps.Operator.Tests.EndToEnd;

/// <summary>A cluster of one's own with all that a real one has: servers, controllers, scheduler, and a node that runs our executable for our image.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private const string System = "reasonops-system";
    private readonly LocalControlPlane _plane;
    private readonly LocalNode _node;

    private Cluster(LocalControlPlane plane, LocalNode node) => (_plane, _node) = (plane, node);

    public LocalControlPlane Plane => _plane;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(4) };

    /// <param name="resources">Of its node beside the usual ones, as <c>example.com/gpu=8</c>.</param>
    public static async Task<Cluster> StartAsync(CancellationToken cancellation, params string[] resources)
    {
        var plane = await LocalControlPlane.StartAsync(ControlPlaneOptions.Whole, cancellation);
        try
        {
            return new(plane, await LocalNode.StartAsync(plane, images: [new("reasonops", ["dotnet", Executable.Path])], resources: resources, cancellation: cancellation));
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    public Task<string> KubectlAsync(params string[] arguments) => _plane.Kubectl.RunAsync(arguments, null);

    public Task<string> ApplyAsync(string manifest) => _plane.Kubectl.ApplyAsync(manifest, "default");

    /// <summary>Waits as a user would, with <c>kubectl wait</c>.</summary>
    public async Task WaitAsync(string what, string condition)
    {
        var waited = await _plane.Kubectl.TryAsync(["wait", $"--for=condition={condition}", what, "--timeout=90s"]);
        if (waited.ExitCode != 0) throw new InvalidOperationException($"{waited.Errors}\n{await DescribeAsync()}");
    }

    /// <summary>The chart, as its users install it; ends when the operator's pod is ready.</summary>
    public async Task InstallAsync()
    {
        var caches = new Dictionary<string, string>
        {
            ["HELM_CACHE_HOME"] = _plane.Folder, ["HELM_CONFIG_HOME"] = _plane.Folder, ["HELM_DATA_HOME"] = _plane.Folder, ["KUBECACHEDIR"] = _plane.Folder,
        };
        var result = await KubeTools.RunAsync("helm", ["--kubeconfig", _plane.KubeConfigPath, "install", "reasonops", Repository.PathOf("charts", "reasonops"),
            "--namespace", System, "--create-namespace", "--wait", "--timeout=90s"], null, caches, CancellationToken.None);
        if (result.ExitCode != 0) throw new InvalidOperationException($"{result.Errors}\n{await DescribeAsync()}");
    }

    public async Task<JsonArray> PodsAsync(string selector) =>
        JsonNode.Parse(await KubectlAsync("get", "pods", "-l", selector, "-o", "json"))!["items"]!.AsArray();

    /// <summary>Where the ready pods behind a Service listen; there is no proxy that would make its own address work.</summary>
    public async Task<IReadOnlyList<Uri>> EndpointsAsync(string service)
    {
        var spec = JsonNode.Parse(await KubectlAsync("get", "service", service, "-o", "json"))!["spec"]!;
        var selector = string.Join(',', spec["selector"]!.AsObject().Select(pair => $"{pair.Key}={pair.Value}"));
        var port = (string)spec["ports"]![0]!["targetPort"]!;
        return [.. (await PodsAsync(selector)).Where(IsReady).Select(pod => new Uri($"http://{pod!["status"]!["podIP"]}:{PortOf(pod, port)}"))];
    }

    public static bool IsReady(JsonNode? pod) => pod!["metadata"]!["deletionTimestamp"] is null
        && pod["status"]?["conditions"]?.AsArray().Any(condition => (string)condition!["type"]! == "Ready" && (string)condition["status"]! == "True") == true;

    /// <summary>Processes of this cluster's pods that run a role of ours, as <c>engine</c>.</summary>
    public int Processes(string role) => _node.Commands().Count(command => Runs(command, role));

    /// <summary>Kills one of them, without a word.</summary>
    public bool KillOne(string role) => _node.KillOne(command => Runs(command, role));

    /// <summary>A volume claim that pods may mount, and its folder here.</summary>
    public async Task<string> ClaimAsync(string name)
    {
        var folder = Path.Combine(_node.Folder, "claims", "default", name);
        Directory.CreateDirectory(folder);
        await ApplyAsync($$$"""
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: {{{name}}} }
            spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany], storageClassName: "", hostPath: {path: {{{folder}}} }, claimRef: {namespace: default, name: {{{name}}} } }
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: {{{name}}}, namespace: default}
            spec: {accessModes: [ReadWriteMany], storageClassName: "", volumeName: {{{name}}}, resources: {requests: {storage: 1Gi} } }
            """);
        return folder;
    }

    /// <summary>What there is to know when something went wrong.</summary>
    public async Task<string> DescribeAsync()
    {
        var objects = await _plane.Kubectl.TryAsync(["get", "reasoningservices,verifierpools,rolloutjobs,deployments,jobs,pods,services", "--all-namespaces", "-o", "wide"]);
        var status = await _plane.Kubectl.TryAsync(["get", "reasoningservices,verifierpools,rolloutjobs", "-o", "jsonpath={.items[*].status}"]);
        var events = await _plane.Kubectl.TryAsync(["get", "events", "--all-namespaces"]);
        return $"{objects.Output}\n{status.Output}\n{events.Output}\n{_node.Logs("reasonops")}\n{_node.Logs("math-gateway")}\n{_node.Logs("math-engine")}\n{_node.Logs("sandboxes-verifier")}\n{_node.Logs("berry-")}";
    }

    private static bool Runs(string command, string role) => command.Split(' ') is [var program, var code, .. var rest]
        && Path.GetFileName(program) == "dotnet" && code == Executable.Path && $"{string.Join(' ', rest)} ".StartsWith($"{role} ", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _node.DisposeAsync();
        await _plane.DisposeAsync();
    }

    private static string PortOf(JsonNode pod, string name) => pod["spec"]!["containers"]!.AsArray().SelectMany(container => container!["ports"]?.AsArray() ?? [])
        .Where(port => (string?)port!["name"] == name).Select(port => port!["containerPort"]!.ToString()).FirstOrDefault(name);
}
