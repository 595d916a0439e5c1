using System.Globalization;

namespace ReasonOps.ControlPlane.Processes;

/// <summary>A folder that goes with its process; one whose process was killed goes when the next is made.</summary>
public sealed class ScratchFolder : IDisposable
{
    private const string Prefix = "reasonops-plane-";

    public ScratchFolder()
    {
        Sweep();
        Path = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Delete(Path);

    private static void Sweep()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), $"{Prefix}*"))
            if (Owner(folder) is { } process && !Directory.Exists($"/proc/{process}")) Delete(folder);
    }

    private static int? Owner(string folder) =>
        int.TryParse(System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id : null;

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Another sweep is at it.
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's.
        }
    }
}
