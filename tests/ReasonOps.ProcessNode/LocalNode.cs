using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Processes;

namespace ReasonOps.ProcessNode;

/// <summary>A process node for the tests: a process of its own, that ends with them.</summary>
public sealed class LocalNode : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private readonly ChildProcess _process;

    private LocalNode(string name, string folder, ChildProcess process) => (Name, Folder, _process) = (name, folder, process);

    public string Name { get; }

    /// <summary>Below it <c>pods/NAME-UID/CONTAINER.RESTART.log</c>.</summary>
    public string Folder { get; }

    public int ProcessId => _process.Id;

    /// <param name="images">As <see cref="ImageCommand"/> has them.</param>
    /// <param name="resources">Beside cpu, memory and pods; as <c>nvidia.com/gpu=8</c>.</param>
    public static async Task<LocalNode> StartAsync(
        LocalControlPlane plane, string name = "node-1", IEnumerable<ImageCommand>? images = null, IEnumerable<string>? resources = null,
        CancellationToken cancellation = default)
    {
        var folder = Path.Combine(plane.Folder, name);
        Directory.CreateDirectory(folder);
        string[] command =
        [
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", typeof(LocalNode).Assembly.Location,
            "--name", name, "--kubeconfig", plane.KubeConfigPath, "--folder", folder,
            .. (images ?? []).SelectMany(image => new[] { "--image", $"{image.Part}={string.Join(' ', image.Command)}" }),
            .. (resources ?? []).SelectMany(resource => new[] { "--resource", resource }),
        ];
        var process = ChildProcess.Start(name, command, Path.Combine(folder, "node.log"));
        var node = new LocalNode(name, folder, process);
        try
        {
            await node.ReadyAsync(cancellation);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>As a power cut.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>What a pod's container printed, in all its lives.</summary>
    public string Logs(string pod)
    {
        if (!Directory.Exists(Path.Combine(Folder, "pods"))) return "";
        var files = Directory.EnumerateDirectories(Path.Combine(Folder, "pods"), $"{pod}-*").SelectMany(folder => Directory.EnumerateFiles(folder, "*.log"));
        return string.Concat(files.Order(StringComparer.Ordinal).Select(file => $"== {Path.GetFileName(file)}\n{File.ReadAllText(file)}"));
    }

    /// <summary>What runs on it now, as commands.</summary>
    public IReadOnlyList<string> Commands() => [.. Below(_process.Id).Select(id => Read($"/proc/{id}/cmdline").Replace('\0', ' ').Trim())];

    /// <summary>As the kernel does where memory is short: the first process whose command is meant.</summary>
    /// <returns>Whether there was one.</returns>
    public bool KillOne(Func<string, bool> isMeant)
    {
        foreach (var id in Below(_process.Id))
        {
            if (!isMeant(Read($"/proc/{id}/cmdline").Replace('\0', ' ').Trim())) continue;
            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(id);
                process.Kill();
                return true;
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It ended by itself.
            }
        }
        return false;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task ReadyAsync(CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(StartDeadline);
        while (!_process.Tail().Contains($"node {Name} is ready", StringComparison.Ordinal))
        {
            if (_process.HasExited) throw new InvalidOperationException($"the process node ended with {_process.ExitCode}:\n{_process.Tail()}");
            await Task.Delay(50, deadline.Token);
        }
    }

    private static IEnumerable<int> Below(int id)
    {
        var tasks = Directory.Exists($"/proc/{id}/task") ? Directory.EnumerateDirectories($"/proc/{id}/task") : [];
        var children = tasks.SelectMany(task => Read($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return children.Select(child => int.Parse(child, null)).SelectMany(child => Below(child).Prepend(child));
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // it ended
        }
    }
}
