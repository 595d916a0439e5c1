using System.Text.RegularExpressions;

namespace ReasonOps.ProcessNode.Containers;

/// <summary>
/// What a container says of its own file system and its own network, said of this machine's: paths below a mount become those of
/// the volume's folder, and every address becomes the pod's one.
/// </summary>
/// <param name="mounts">Mount paths to folders.</param>
internal sealed partial class LocalNames(IReadOnlyDictionary<string, string> mounts, string address)
{
    // Longer ones first, so that a mount within a mount counts.
    private readonly (string From, string To)[] _mounts =
        [.. mounts.Select(mount => (mount.Key.TrimEnd('/'), mount.Value)).Where(mount => mount.Item1.Length > 0).OrderByDescending(mount => mount.Item1.Length)];

    public string Of(string text) => AnyAddress().Replace(Paths(text), address);

    private string Paths(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '/' || (at > 0 && !IsEdge(text[at - 1]))) continue;
            foreach (var (from, to) in _mounts)
            {
                var end = at + from.Length;
                if (string.CompareOrdinal(text, at, from, 0, from.Length) != 0 || (end < text.Length && text[end] != '/' && !IsEdge(text[end]))) continue;
                text = string.Concat(text.AsSpan(0, at), to, text.AsSpan(end));
                at += to.Length - 1;
                break;
            }
        }
        return text;
    }

    private static bool IsEdge(char letter) => char.IsWhiteSpace(letter) || "=:,;\"'()<>|&".Contains(letter);

    /// <summary>As in <c>http://*:8080</c>, <c>0.0.0.0:8080</c>, <c>--host 0.0.0.0</c>.</summary>
    [GeneratedRegex(@"(?<=//)[*+](?=[:/]|$)|(?<![\d.])0\.0\.0\.0(?![\d.])|\[::\]")]
    private static partial Regex AnyAddress();
}
