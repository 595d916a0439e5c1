namespace ReasonOps.Sandbox.Serving.RunCode;

/// <summary>Paths of files in a box.</summary>
internal static class BoxPath
{
    private const int MostCharacters = 255;

    /// <summary>What is wrong with a path; null where it stays in the box.</summary>
    public static string? Mistake(string path) =>
        path.Length is 0 or > MostCharacters ? $"is {path.Length} characters long; a path has 1 to {MostCharacters}"
        : path[0] == '/' || path.Split('/').Any(part => part is "" or "." or "..") || path.Contains('\0', StringComparison.Ordinal)
            ? "must be a path in the working directory, such as data/in.txt"
            : null;
}
