using System.Text;
using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Containers;
using ReasonOps.ProcessNode.Pods;

namespace ReasonOps.ProcessNode.Volumes;

/// <summary>The files of a volume that Kubernetes writes: ConfigMap, Secret, downward API, and projections of them.</summary>
internal sealed class VolumeContents(NodeContext node, V1Pod pod, string address)
{
    private string Namespace => pod.Metadata.Namespace!;

    /// <returns>Null for a volume whose files are not Kubernetes' own.</returns>
    public async Task<IReadOnlyDictionary<string, byte[]>?> FilesAsync(V1Volume volume, CancellationToken cancellation)
    {
        if (volume.Image is not null || volume.Csi is not null || volume.Nfs is not null || volume.Ephemeral is not null)
            throw new NotYetException("CreateContainerError", $"volume \"{volume.Name}\": this node has no volumes of its kind");
        if (volume.ConfigMap is { } map) return ConfigMap(map.Name!, map.Items, map.Optional);
        if (volume.Secret is { } secret) return Secret(secret.SecretName!, secret.Items, secret.Optional);
        if (volume.DownwardAPI is { } fields) return Fields(fields);
        return volume.Projected is { } projected ? await ProjectedAsync(projected, cancellation) : null;
    }

    private async Task<Dictionary<string, byte[]>> ProjectedAsync(V1ProjectedVolumeSource projected, CancellationToken cancellation)
    {
        var all = new Dictionary<string, byte[]>();
        foreach (var source in projected.Sources ?? [])
        {
            var files = source switch
            {
                { ConfigMap: { } map } => ConfigMap(map.Name!, map.Items, map.Optional),
                { Secret: { } secret } => Secret(secret.Name!, secret.Items, secret.Optional),
                { DownwardAPI: { } fields } => Fields(fields),
                { ServiceAccountToken: { } token } => await node.Tokens.FileAsync(pod, token, cancellation),
                _ => [],
            };
            foreach (var (path, content) in files) all[path] = content;
        }
        return all;
    }

    private Dictionary<string, byte[]> ConfigMap(string name, IReadOnlyList<V1KeyToPath>? items, bool? optional)
    {
        if (node.Cluster.ConfigMaps.Get(new(Namespace, name)) is not { } map) return Missing("configmap", name, optional);
        var entries = (map.BinaryData ?? new Dictionary<string, byte[]>()).ToDictionary();
        foreach (var (key, text) in map.Data ?? new Dictionary<string, string>()) entries[key] = Encoding.UTF8.GetBytes(text);
        return Chosen($"configmap \"{name}\"", entries, items, optional);
    }

    private Dictionary<string, byte[]> Secret(string name, IReadOnlyList<V1KeyToPath>? items, bool? optional) =>
        node.Cluster.Secrets.Get(new(Namespace, name)) is { } secret
            ? Chosen($"secret \"{name}\"", (secret.Data ?? new Dictionary<string, byte[]>()).ToDictionary(), items, optional)
            : Missing("secret", name, optional);

    private Dictionary<string, byte[]> Fields(V1DownwardAPIVolumeSource fields) => (fields.Items ?? [])
        .ToDictionary(item => item.Path!, item => Encoding.UTF8.GetBytes(PodFields.Read(pod, item.FieldRef, node, address)));

    private static Dictionary<string, byte[]> Missing(string kind, string name, bool? optional) =>
        optional == true ? [] : throw new NotYetException("ContainerCreating", $"MountVolume.SetUp failed: {kind} \"{name}\" not found");

    private static Dictionary<string, byte[]> Chosen(
        string what, Dictionary<string, byte[]> entries, IReadOnlyList<V1KeyToPath>? items, bool? optional)
    {
        if (items is null) return entries;
        var chosen = new Dictionary<string, byte[]>();
        foreach (var item in items)
            if (entries.TryGetValue(item.Key!, out var content)) chosen[item.Path!] = content;
            else if (optional != true) throw new NotYetException("ContainerCreating", $"MountVolume.SetUp failed: {what} has no key \"{item.Key}\"");
        return chosen;
    }
}
