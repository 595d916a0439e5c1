using YamlDotNet.Core;

namespace ReasonOps.Api.Manifests;

/// <summary>Text that is not YAML, told with the cause where it can be seen.</summary>
internal static class YamlMistake
{
    public static ManifestError Describe(string text, YamlException exception)
    {
        var line = (int)Math.Clamp(exception.Start.Line, 1, int.MaxValue);
        // The parser may notice a tab only from the line before it.
        foreach (var at in new[] { line, line + 1 })
        {
            if (IndentedByTab(text, at))
                return new ManifestError(at, "", "indented by a tab; YAML takes spaces only");
        }
        return new ManifestError(line, "", $"not readable as YAML: {Quoting.Shorten(exception.Message.TrimEnd('.'))}");
    }

    private static bool IndentedByTab(string text, int line)
    {
        var found = text.Split('\n', line + 1).ElementAtOrDefault(line - 1) ?? "";
        return found.AsSpan(0, found.Length - found.AsSpan().TrimStart(" \t").Length).Contains('\t');
    }
}
