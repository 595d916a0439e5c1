using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Docker;

/// <summary>The Dockerfile's instructions, continued lines joined and comments left out.</summary>
internal static class Dockerfile
{
    public static string Path { get; } = Repository.PathOf("Dockerfile");

    public static IReadOnlyList<Instruction> Read()
    {
        var text = string.Join('\n', File.ReadAllLines(Path).Where(line => !line.TrimStart().StartsWith('#'))).Replace("\\\n", " ");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Instruction.Parse)];
    }
}

/// <param name="Word">In capitals.</param>
/// <param name="Arguments">Without flags.</param>
/// <param name="Flags">As <c>--from=build</c>.</param>
internal sealed record Instruction(string Word, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Flags)
{
    public string Text => string.Join(' ', Arguments);

    public static Instruction Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var flags = words.Skip(1).TakeWhile(word => word.StartsWith("--", StringComparison.Ordinal)).ToList();
        return new(words[0].ToUpperInvariant(), [.. words.Skip(1 + flags.Count)],
            flags.Select(flag => flag[2..].Split('=', 2)).ToDictionary(flag => flag[0], flag => flag[1]));
    }
}
