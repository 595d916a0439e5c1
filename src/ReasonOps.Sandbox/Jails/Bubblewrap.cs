namespace ReasonOps.Sandbox.Jails;

/// <summary>The outer wall of a place: what its supervisor, and so every run, is able to see at all.</summary>
internal static class Bubblewrap
{
    public const string Box = "/box", Tools = "/opt/reasonops";

    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom"];
    private static readonly string[] Top = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];
    private static readonly string[] Etc = ["alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "mime.types", "ocamlfind.conf"];

    /// <summary>
    /// The supervisor keeps the right to make namespaces and mounts, within its own user namespace only; each step gives it up.
    /// Every mount is read-only: what a run writes is on mounts of its own.
    /// </summary>
    public static IEnumerable<string> Command(string tools, IEnumerable<string> folders) =>
    [
        "bwrap", "--unshare-user", "--uid", "1000", "--gid", "1000", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
        "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--hostname", "sandbox", "--clearenv",
        "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SYS_CHROOT", "--cap-add", "CAP_SETPCAP",
        "--ro-bind", "/usr", "/usr", .. TopFolders(),
        "--dir", "/etc", .. Etc.SelectMany(name => (string[])["--ro-bind-try", $"/etc/{name}", $"/etc/{name}"]),
        .. JavaSettings().SelectMany(folder => (string[])["--ro-bind-try", folder, folder]),
        "--ro-bind", $"{tools}/passwd", "/etc/passwd", "--ro-bind", $"{tools}/group", "/etc/group",
        .. folders.SelectMany(folder => (string[])["--ro-bind-try", folder, folder]),
        "--ro-bind", tools, Tools,
        "--proc", "/proc", "--dir", "/dev", .. Devices.SelectMany(name => (string[])["--dev-bind", $"/dev/{name}", $"/dev/{name}"]),
        "--symlink", "/proc/self/fd", "/dev/fd", "--symlink", "/proc/self/fd/0", "/dev/stdin", "--symlink", "/proc/self/fd/1", "/dev/stdout",
        "--symlink", "/proc/self/fd/2", "/dev/stderr", "--dir", "/dev/shm", "--dir", "/tmp", "--dir", Box, "--remount-ro", "/", "--chdir", "/", "--",
    ];

    private static IEnumerable<string> TopFolders() =>
        Top.Select(name => new DirectoryInfo($"/{name}")).Where(folder => folder.Exists)
            .SelectMany(folder => (string[])(folder.LinkTarget is { } target ? ["--symlink", target, folder.FullName] : ["--ro-bind", folder.FullName, folder.FullName]));

    /// <summary>Debian's Java does not start without them.</summary>
    internal static IEnumerable<string> JavaSettings() => Directory.Exists("/etc") ? Directory.EnumerateDirectories("/etc", "java-*-openjdk") : [];
}
