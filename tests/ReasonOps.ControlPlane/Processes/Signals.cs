using System.Runtime.InteropServices;

namespace ReasonOps.ControlPlane.Processes;

public enum UnixSignal
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}

public static partial class Signals
{
    /// <summary>0 when it was sent.</summary>
    public static int Send(int processId, UnixSignal signal) => Kill(processId, (int)signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
