namespace ReasonOps.Cli.Rollouts;

/// <summary>Where a pod leaves its last words; Kubernetes shows them in the status of its container.</summary>
internal sealed class TerminationLog(string? path)
{
    private const string Usual = "/dev/termination-log";

    private readonly string? _path = path ?? (File.Exists(Usual) ? Usual : null);

    /// <summary>In place of what was said before. What is done does not fail for that nobody can be told.</summary>
    public void Write(string json)
    {
        if (_path is null) return;
        try
        {
            File.WriteAllText(_path, json);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"--termination-log {_path}: {fault.Message}");
        }
    }
}
