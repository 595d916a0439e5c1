using System.Diagnostics.CodeAnalysis;

namespace ReasonOps.Sandbox.Jails;

/// <summary>A control group for one place, below this process's own, in each hierarchy where one may be made.</summary>
internal sealed class ControlGroup
{
    private static readonly string[] Controllers = ["memory", "pids"];

    private ControlGroup(IReadOnlyList<string> folders, string description) => (Folders, Description) = (folders, description);

    public IReadOnlyList<string> Folders { get; }

    /// <summary><c>version 1: memory, pids</c>.</summary>
    public string Description { get; }

    /// <summary>Null where nothing is delegated.</summary>
    /// <param name="note">Told each folder before it is made, for whoever sweeps after a process that was killed.</param>
    public static ControlGroup? TryMake(Action<string> note)
    {
        var name = $"reasonops-{Guid.NewGuid():N}";
        var made = Own().Where(own => TryMake(Path.Combine(own.Folder, name), own.Controller, note)).ToList();
        if (made.Count == 0)
            return null;
        var version = made[0].Controller.Length == 0 ? "version 2: memory, pids" : $"version 1: {string.Join(", ", made.Select(own => own.Controller))}";
        return new ControlGroup([.. made.Select(own => Path.Combine(own.Folder, name))], version);
    }

    /// <summary>Its processes being dead; the kernel may need a moment to let go of the last.</summary>
    public async Task RemoveAsync()
    {
        foreach (var folder in Folders)
            for (var attempt = 0; attempt < 200 && !TryRemove(folder); attempt++)
                await Task.Delay(10);
    }

    // Lines like "4:memory:/a/b" and "0::/a/b"; mounts like "... /a /sys/fs/cgroup/memory ... - cgroup cgroup rw,memory".
    private static IEnumerable<(string Folder, string Controller)> Own()
    {
        var mounts = ReadLines("/proc/self/mountinfo").Select(line => line.Split(' '))
            .Select(words => (Root: words[3], Point: words[4], Kind: words[Array.IndexOf(words, "-") + 1], Options: words[^1].Split(','))).ToList();
        foreach (var parts in ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)))
        {
            var controllers = Controllers.Intersect(parts[1].Split(',')).ToList();
            if (parts[1].Length > 0 && controllers.Count == 0)
                continue;
            foreach (var mount in mounts.Where(mount => parts[1].Length == 0 ? mount.Kind == "cgroup2" : mount.Kind == "cgroup" && mount.Options.Contains(controllers[0])).Take(1))
                if (Below(parts[2], mount.Root) is { } path)
                    yield return (Path.Join(mount.Point, path), string.Join(',', controllers));
        }
    }

    private static string? Below(string path, string root) =>
        root == "/" ? path : path == root || path.StartsWith(root + "/", StringComparison.Ordinal) ? path[root.Length..] : null;

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is that cannot be made here is not delegated")]
    private static bool TryMake(string folder, string controller, Action<string> note)
    {
        try
        {
            note(folder);
            Directory.CreateDirectory(folder);
            if (File.Exists(Path.Combine(folder, controller switch { "" => "memory.max", "memory" => "memory.limit_in_bytes", _ => "pids.max" })))
                return true;
            TryRemove(folder);
            return false;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string[] ReadLines(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
