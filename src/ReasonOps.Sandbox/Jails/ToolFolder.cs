using System.Globalization;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Jails;

/// <summary>
/// The pool's own folder: its tools, copied to where another user can execute them, and what its places need for a while.
/// Gone when disposed.
/// </summary>
internal sealed class ToolFolder : IDisposable
{
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode Executable = Passable | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly string[] Files = ["launcher", "libjail.so", "zygote.py", "zygote.js", "zygote.node"];

    public ToolFolder(string within)
    {
        Root = Path.Combine(Path.GetFullPath(within), $"reasonops-sandbox-{Guid.NewGuid():N}");
        MakeFolder(Root, Passable);
        MakeFolder(Tools, Executable);
        var source = Path.Combine(AppContext.BaseDirectory, "sandbox");
        foreach (var name in Files.Where(name => File.Exists(Path.Combine(source, name))))
            Write(name, File.ReadAllBytes(Path.Combine(source, name)));
        Write("passwd", "sandbox:x:1000:1000:sandbox:/box:/bin/sh\n"u8.ToArray());
        Write("group", "sandbox:x:1000:\n"u8.ToArray());
    }

    public string Root { get; }

    public string Tools => Path.Combine(Root, "tools");

    public string Launcher => Path.Combine(Tools, "launcher");

    /// <summary>What the supervisor is started with, for an interpreter it keeps prepared.</summary>
    public IEnumerable<string> Warm(WarmInterpreter interpreter, IsolationMode mode)
    {
        var tools = mode == IsolationMode.Landlock ? Tools : Bubblewrap.Tools;
        string[] command = interpreter switch
        {
            WarmInterpreter.Python => ["/usr/bin/python3", "-s", "-E", $"{tools}/zygote.py"],
            _ => ["/usr/bin/env", $"LD_PRELOAD={tools}/zygote.node", "UV_USE_IO_URING=0", "/usr/bin/node", "--single-threaded", "--v8-pool-size=1", $"{tools}/zygote.js"],
        };
        return ["--warm", ((int)interpreter).ToString(CultureInfo.InvariantCulture), command.Length.ToString(CultureInfo.InvariantCulture), .. command];
    }

    public void Dispose()
    {
        if (Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
    }

    private void Write(string name, byte[] content)
    {
        var path = Path.Combine(Tools, name);
        File.WriteAllBytes(path, content);
        SetMode(path, Executable);
    }

    private static void MakeFolder(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(path);
        SetMode(path, mode);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The sandbox is made of Linux");
        File.SetUnixFileMode(path, mode);
    }
}
