using Microsoft.Extensions.FileSystemGlobbing;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Docker;

internal static class DockerIgnore
{
    private static readonly (Matcher Pattern, bool Given)[] Rules =
        [.. File.ReadLines(Repository.PathOf(".dockerignore")).Where(line => line.Length > 0 && !line.StartsWith('#')).Select(Rule)];

    /// <summary>As Docker reads the file: the last rule that matches the path, or a folder above it, decides.</summary>
    public static bool LetsThrough(string path) => Rules.LastOrDefault(rule => rule.Pattern.Match(path).HasMatches, (new(), true)).Given;

    private static (Matcher, bool) Rule(string line)
    {
        var pattern = line.TrimStart('!');
        return (new Matcher(StringComparison.Ordinal).AddInclude(pattern).AddInclude($"{pattern}/**"), line.StartsWith('!'));
    }
}
