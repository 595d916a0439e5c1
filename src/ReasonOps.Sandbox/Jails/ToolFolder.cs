using System.Globalization;
using System.Text;
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

    // What a path of a socket may have on Linux, and the name of one below the root.
    private const int LongestSocket = 107, LongestName = 16;

    private readonly FileStream _lock;

    private ToolFolder(string within, string id)
    {
        Within = within;
        Root = Path.Combine(Within, $"reasonops-sandbox-{id}");
        // By its final name it is there with its lock held, or whoever sweeps could take it for left over.
        var begun = Path.Combine(Within, $"reasonops-begun-{id}");
        MakeFolder(begun, Passable);
        _lock = new FileStream(Path.Combine(begun, "lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
        SetMode(_lock.Name, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.Move(begun, Root);
        MakeFolder(Tools, Executable);
        var source = Path.Combine(AppContext.BaseDirectory, "sandbox");
        foreach (var name in Files.Where(name => File.Exists(Path.Combine(source, name))))
            Write(name, File.ReadAllBytes(Path.Combine(source, name)));
        Write("passwd", "sandbox:x:1000:1000:sandbox:/box:/bin/sh\n"u8.ToArray());
        Write("group", "sandbox:x:1000:\n"u8.ToArray());
    }

    /// <exception cref="SandboxException">It cannot be made there; says why.</exception>
    public static ToolFolder Make(string within)
    {
        var (full, id) = (Path.GetFullPath(within), Guid.NewGuid().ToString("N")[..12]);
        var longest = LongestSocket - LongestName - $"/reasonops-sandbox-{id}".Length;
        if (Encoding.UTF8.GetByteCount(full) > longest)
            throw new SandboxException($"The sandbox cannot work in {full}: its path has {Encoding.UTF8.GetByteCount(full)} bytes and at most {longest} leave room for a socket's; let TMPDIR name a folder with a shorter one");
        try
        {
            return new ToolFolder(full, id);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SandboxException($"The sandbox cannot work in {full}: {failure.Message}", failure);
        }
    }

    /// <summary>Where it is.</summary>
    public string Within { get; }

    public string Root { get; }

    /// <summary>Shared with the guard of each place; held by nobody once the folder is left over.</summary>
    public string Lock => Path.Combine(Root, "lock");

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

    /// <summary>The path that a place's own files begin with.</summary>
    public string NewName() => Path.Combine(Root, Guid.NewGuid().ToString("N")[..12]);

    /// <summary>Kept for whoever sweeps, should this process be killed.</summary>
    public void NoteGroup(string folder)
    {
        lock (_lock)
            File.AppendAllText(Path.Combine(Root, "groups"), $"{folder}\n");
    }

    public void Dispose()
    {
        if (Directory.Exists(Root))
            Directory.Delete(Root, recursive: true);
        _lock.Dispose();
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
