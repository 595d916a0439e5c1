using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Sandbox.Jails;

/// <summary>How a place's launcher is started, as <c>Launcher/main.c</c> and <c>supervise.c</c> read it.</summary>
internal static class PlaceCommand
{
    /// <param name="folder">The pool's tools.</param>
    /// <param name="options">What the pool is made of.</param>
    /// <param name="mode">Which walls stand.</param>
    /// <param name="name">The path that all of the place's own files begin with.</param>
    /// <param name="group">To be joined; null where none was delegated.</param>
    public static ProcessStartInfo Of(ToolFolder folder, SandboxOptions options, IsolationMode mode, string name, ControlGroup? group)
    {
        var landlock = mode == IsolationMode.Landlock;
        var supervisor = landlock ? Landlock(folder, options, name) : Namespaces(folder, options);
        var start = new ProcessStartInfo(folder.Launcher, [.. Start(folder, name, group, landlock), "--", .. supervisor, .. options.Warm.SelectMany(interpreter => folder.Warm(interpreter, mode))])
        {
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        return start;
    }

    private static IEnumerable<string> Start(ToolFolder folder, string name, ControlGroup? group, bool landlock) =>
    [
        "start", "--lock", folder.Lock, "--connect", $"{name}.s", "--log", $"{name}.log",
        .. (string[])(Environment.IsPrivilegedProcess ? ["--user", NewUser().ToString(CultureInfo.InvariantCulture)] : []),
        .. (group?.Folders ?? []).SelectMany(path => (string[])["--group", path]),
        .. (string[])(landlock ? ["--folder", $"{name}.boxes"] : []),
    ];

    private static IEnumerable<string> Namespaces(ToolFolder folder, SandboxOptions options) =>
        [.. Bubblewrap.Command(folder.Tools, options.Folders), $"{Bubblewrap.Tools}/launcher", "supervise", "namespaces", Bubblewrap.Box];

    private static IEnumerable<string> Landlock(ToolFolder folder, SandboxOptions options, string name) =>
    [
        folder.Launcher, "supervise", "landlock", $"{name}.boxes", .. (string[])(Environment.IsPrivilegedProcess ? [] : ["--shared-user"]),
        .. LandlockPaths.Readable(folder.Tools, options.Folders).SelectMany(path => (string[])["--readable", path]),
    ];

    // Of its own for each place, so that the kernel's count of a user's processes is the count of the place's. Drawn, as other verifiers
    // of this machine, in pods of their own, count from 1 as well.
    private static int NewUser() => RandomNumberGenerator.GetInt32(1_000_000, int.MaxValue);
}
