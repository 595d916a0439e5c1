namespace ReasonOps.Cli.Output;

internal static class OutputFile
{
    /// <summary>Better now than after minutes of work.</summary>
    /// <exception cref="WrongInputException">The folder of the file is not there.</exception>
    public static void RequireFolderOf(string option, string? file)
    {
        if (file is null) return;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file));
        if (!Directory.Exists(folder)) throw new WrongInputException($"{option} {file}: there is no folder {folder}");
    }
}
