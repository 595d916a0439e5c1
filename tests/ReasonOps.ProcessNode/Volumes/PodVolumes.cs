using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Pods;

namespace ReasonOps.ProcessNode.Volumes;

/// <summary>The volumes of one pod, as folders.</summary>
internal sealed class PodVolumes(NodeContext node, string folder)
{
    private readonly Dictionary<string, AtomicFolder> _written = [];

    /// <summary>Where a volume is; for a mount of a part of it, that part.</summary>
    public static string PathOf(V1Pod pod, V1VolumeMount mount, NodeContext node, string folder)
    {
        var volume = pod.Spec!.Volumes?.FirstOrDefault(volume => volume.Name == mount.Name)
            ?? throw new NotYetException("CreateContainerConfigError", $"volumeMount \"{mount.Name}\" names no volume");
        var root = volume switch
        {
            { HostPath.Path: { } path } => path,
            { PersistentVolumeClaim.ClaimName: { } claim } => Path.Combine(node.Options.Folder, "claims", pod.Metadata.Namespace!, claim),
            _ => Path.Combine(folder, volume.Name!),
        };
        return mount.SubPath is { } part ? Path.Combine(root, part) : root;
    }

    /// <summary>Makes what is missing and renews what changed.</summary>
    /// <exception cref="NotYetException">A ConfigMap or Secret is not there.</exception>
    public async Task SyncAsync(V1Pod pod, string address, CancellationToken cancellation)
    {
        var contents = new VolumeContents(node, pod, address);
        foreach (var volume in pod.Spec!.Volumes ?? [])
        {
            if (await contents.FilesAsync(volume, cancellation) is { } files) Written(volume.Name!).Write(files);
            else Directory.CreateDirectory(PathOf(pod, new() { Name = volume.Name }, node, folder));
        }
    }

    private AtomicFolder Written(string name)
    {
        if (!_written.TryGetValue(name, out var written)) _written[name] = written = new(Path.Combine(folder, name));
        return written;
    }
}
