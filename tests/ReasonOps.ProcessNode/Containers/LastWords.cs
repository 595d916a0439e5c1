using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Pods;

namespace ReasonOps.ProcessNode.Containers;

/// <summary>What a container leaves where its termination message is taken from: a file of the pod's folder, as far as it is named to the process.</summary>
internal static class LastWords
{
    public const string UsualPath = "/dev/termination-log";
    private const int MostCharacters = 4096;

    public static string FileOf(PodPlace place, V1Container container) => Path.Combine(place.Folder, $"{container.Name}.termination");

    /// <summary>Null where it said nothing.</summary>
    public static string? Read(PodPlace place, V1Container container)
    {
        var file = FileOf(place, container);
        if (!File.Exists(file)) return null;
        var text = File.ReadAllText(file);
        return text.Length == 0 ? null : text.Length <= MostCharacters ? text : text[..MostCharacters];
    }
}
