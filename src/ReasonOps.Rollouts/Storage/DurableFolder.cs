using System.Runtime.InteropServices;
using System.Text;

namespace ReasonOps.Rollouts.Storage;

/// <summary>
/// What a folder lists is as much data as what its files hold: a file that was synchronised, and whose name was not, is gone after a loss of power. .NET opens no
/// folders, so it is done by the system's own calls; where there are none of those (Windows) names are durable by the file system's journal.
/// </summary>
internal static class DurableFolder
{
    private const int OpenDirectory = 0x10000;
    private const int CloseOnExec = 0x80000;

    /// <summary>Makes what is not there of a path, and keeps the names of what it made.</summary>
    public static void Create(string folder)
    {
        var made = new Stack<string>();
        for (var at = Path.GetFullPath(folder); at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at)) made.Push(at);
        Directory.CreateDirectory(folder);
        foreach (var each in made)
            if (Path.GetDirectoryName(each) is { } parent) Sync(parent);
    }

    /// <summary>The names in it are on disk when this returns.</summary>
    /// <exception cref="IOException">The disk is broken.</exception>
    public static void Sync(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var file = Open(Encoding.UTF8.GetBytes(folder + '\0'), (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : OpenDirectory) | CloseOnExec);
        if (file < 0) throw Fault(folder);
        try
        {
            // File systems that cannot (EINVAL: some that are mounted from afar) keep names by themselves.
            if (Synchronise(file) != 0 && Marshal.GetLastPInvokeError() != 22) throw Fault(folder);
        }
        finally
        {
            _ = Close(file);
        }
    }

    private static IOException Fault(string folder) => new($"{folder} cannot be synchronised: {Marshal.GetLastPInvokeErrorMessage()}");

    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Synchronise(int file);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
