using ReasonOps.ControlPlane.Tools;
using ReasonOps.ProcessNode;

namespace ReasonOps.ControlPlane.Tests.ProcessNode;

/// <summary>One process node for all tests of the assembly, on the shared control plane.</summary>
public sealed class SharedNode : IAsyncLifetime
{
    private static readonly Lazy<Task<LocalNode>> Once = new(StartAsync);
    private readonly SharedWholeControlPlane _plane = new();

    public LocalControlPlane Plane => _plane.Plane;

    public LocalNode Node { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _plane.InitializeAsync();
        Node = await Once.Value;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<LocalNode> StartAsync()
    {
        var plane = new SharedWholeControlPlane();
        await plane.InitializeAsync();
        return await LocalNode.StartAsync(plane.Plane, "node-1", [new("web", ["sleep", "1000"]), new("hello", ["echo", "the image says hello"])], ["example.com/device=2"]);
    }
}

/// <summary>A namespace of the test's own, and what is asked of it.</summary>
public sealed class Yard(LocalControlPlane plane, LocalNode node, string name)
{
    public string Name => name;

    public static async Task<Yard> OpenAsync(SharedNode shared)
    {
        var yard = new Yard(shared.Plane, shared.Node, await shared.Plane.CreateNamespaceAsync("pods"));
        // Pods are refused until it is there.
        await Until.TrueAsync("the service account is there", async () => (await yard.TryAsync("get", "serviceaccount", "default")).ExitCode == 0);
        return yard;
    }

    public Task<string> RunAsync(params string[] arguments) => plane.Kubectl.RunAsync(["-n", name, .. arguments], null);

    public Task<ToolResult> TryAsync(params string[] arguments) => plane.Kubectl.TryAsync(["-n", name, .. arguments]);

    public Task<string> ApplyAsync(string manifests) => plane.Kubectl.ApplyAsync(manifests, name);

    /// <summary>A field of an object, by JSONPath; empty while it has none or there is no object.</summary>
    public async Task<string> FieldAsync(string what, string path) => (await TryAsync("get", what, "-o", $"jsonpath={{{path}}}")).Output;

    public Task IsAsync(string what, string path, string value) => Until.TrueAsync($"{what} {path} is {value}", async () => await FieldAsync(what, path) == value);

    public async Task LogsAsync(string pod, string text)
    {
        try
        {
            await Until.TrueAsync($"{pod} says \"{text}\"", () => node.Logs(pod).Contains(text, StringComparison.Ordinal));
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{node.Logs(pod)}\n{(await TryAsync("describe", "pod", pod)).Output}", late);
        }
    }

    public string Logs(string pod) => node.Logs(pod);

    /// <summary>Processes that carry this text in their command.</summary>
    public static int Processes(string text) =>
        Directory.EnumerateDirectories("/proc").Count(process => CommandOf(process).Contains(text, StringComparison.Ordinal));

    private static string CommandOf(string process)
    {
        try
        {
            return File.Exists($"{process}/cmdline") ? File.ReadAllText($"{process}/cmdline") : "";
        }
        catch (IOException)
        {
            return ""; // it ended
        }
    }
}
