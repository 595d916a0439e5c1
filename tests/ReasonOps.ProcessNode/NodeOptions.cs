using ReasonOps.Kubernetes.Configuration;

namespace ReasonOps.ProcessNode;

/// <param name="Folder">Volumes and logs of its pods; what it leaves there is its owner's to delete.</param>
/// <param name="Images">What an image's own entry point is here.</param>
/// <param name="Resources">Capacity by resource, as <c>nvidia.com/gpu</c> to <c>8</c>.</param>
public sealed record NodeOptions(
    string Name, KubernetesConfiguration Cluster, string Folder, IReadOnlyList<ImageCommand> Images, IReadOnlyDictionary<string, string> Resources)
{
    /// <summary>A second may pass between a change of a ConfigMap or Secret and the files of its mounts.</summary>
    public TimeSpan VolumePeriod { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Before the first restart; it doubles, to <see cref="MaxBackoff"/>. The kubelet's 10 s would make every test of it as long.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Images whose name contains <paramref name="Part"/> run <paramref name="Command"/> unless the container names its own.</summary>
public sealed record ImageCommand(string Part, IReadOnlyList<string> Command)
{
    /// <summary>Of <c>reasonops=dotnet /path/reasonops.dll</c>.</summary>
    public static ImageCommand Parse(string text) => text.Split('=', 2) is [{ Length: > 0 } part, { Length: > 0 } command]
        ? new(part, command.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        : throw new FormatException($"--image \"{text}\": want PART=COMMAND, as reasonops=dotnet /path/reasonops.dll");
}
