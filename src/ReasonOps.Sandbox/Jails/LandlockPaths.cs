namespace ReasonOps.Sandbox.Jails;

/// <summary>What a box may read beside itself where Landlock is its wall.</summary>
internal static class LandlockPaths
{
    private static readonly string[] System =
    [
        "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
        "/etc/localtime", "/etc/mime.types", "/etc/ocamlfind.conf", "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/proc/meminfo", "/proc/cpuinfo", "/proc/stat",
    ];

    public static IEnumerable<string> Readable(string tools, IEnumerable<string> folders) => [.. System, .. Bubblewrap.JavaSettings(), tools, .. folders];
}
