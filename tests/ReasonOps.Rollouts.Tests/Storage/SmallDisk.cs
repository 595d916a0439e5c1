using System.Diagnostics;

namespace ReasonOps.Rollouts.Tests.Storage;

/// <summary>A megabyte of memory, mounted as a disk on a folder until it is disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<bool> May = new(() => OperatingSystem.IsLinux() && Runs("unshare", "--mount", "true"));

    private readonly string _folder;

    public SmallDisk(string folder)
    {
        _folder = folder;
        Assert.True(Runs("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder));
    }

    /// <summary>Whether this process may mount anything.</summary>
    public static bool IsAllowed => May.Value;

    public void Dispose() => Assert.True(Runs("umount", "-l", _folder));

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>Told as skipped where nothing may be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (!SmallDisk.IsAllowed) Skip = "a disk is mounted by root only";
    }
}
