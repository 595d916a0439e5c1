namespace ReasonOps.Engines.Checks;

/// <summary>Finds the program in what a model said: models write it between fences and talk around it.</summary>
internal static class CodeBlock
{
    private const string Fence = "```";

    /// <summary>What stands in the last fenced block that is not empty; all of it where there is none.</summary>
    public static string Last(string content)
    {
        var last = content;
        for (var open = NextFence(content, 0); open >= 0;)
        {
            var start = content.IndexOf('\n', open);
            if (start < 0) break;
            var close = NextFence(content, start);
            var block = close < 0 ? content[(start + 1)..] : content[(start + 1)..close];
            if (!string.IsNullOrWhiteSpace(block)) last = block;
            if (close < 0) break;
            open = NextFence(content, close + Fence.Length);
        }
        return last;
    }

    /// <summary>Fences stand at the beginning of a line.</summary>
    private static int NextFence(string content, int from)
    {
        for (var at = content.IndexOf(Fence, from, StringComparison.Ordinal); at >= 0; at = content.IndexOf(Fence, at + 1, StringComparison.Ordinal))
        {
            var line = content.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
            if (at == 0 || string.IsNullOrWhiteSpace(content[line..at])) return at;
        }
        return -1;
    }
}
