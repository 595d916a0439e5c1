using System.Globalization;
using System.Runtime.InteropServices;

namespace ReasonOps.Benchmarks.Rollouts;

/// <summary>
/// An engine's accelerator is its own; where a core plays it, the machine's scheduler is told to give it to the engine first, whoever else would like it. Only root may ask for
/// that: for others everybody is equal, here and there alike.
/// </summary>
internal static class Precedence
{
    private const int Niceness = -10;

    /// <summary>Of a process: stands before its command.</summary>
    public static string[] Command => ["nice", "-n", Niceness.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Of all threads that are started meanwhile.</summary>
    public static T Of<T>(Func<T> start)
        where T : class
    {
        T? started = null;
        var thread = new Thread(() =>
        {
            _ = SetPriority(0, 0, Niceness);
            started = start();
        });
        thread.Start();
        thread.Join();
        return started!;
    }

    [DllImport("libc", EntryPoint = "setpriority"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int niceness);
}
