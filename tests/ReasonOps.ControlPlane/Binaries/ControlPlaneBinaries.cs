using System.Diagnostics;

namespace ReasonOps.ControlPlane.Binaries;

/// <summary>etcd and Kubernetes' servers, where <c>.ci/control-plane</c> says they are: <c>KUBEBUILDER_ASSETS</c>, else where kubebuilder keeps them, else the project's own cache.</summary>
public sealed record ControlPlaneBinaries(string Folder, Version Version)
{
    private static readonly string[] Names = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];

    public string Etcd => Path.Combine(Folder, Names[0]);

    public string ApiServer => Path.Combine(Folder, Names[1]);

    public string ControllerManager => Path.Combine(Folder, Names[2]);

    public string Scheduler => Path.Combine(Folder, Names[3]);

    /// <param name="controllers">Whether controller manager and scheduler are needed too; envtest's archives hold neither.</param>
    /// <param name="cancellation">Of the question which version it is.</param>
    /// <exception cref="FileNotFoundException">They are nowhere; the message says how to get them.</exception>
    public static async Task<ControlPlaneBinaries> FindAsync(bool controllers, CancellationToken cancellation)
    {
        var needed = Names[..(controllers ? 4 : 2)];
        var folder = Folders().FirstOrDefault(folder => needed.All(name => File.Exists(Path.Combine(folder, name)))) ?? throw new FileNotFoundException(
            $"there is no Kubernetes control plane ({string.Join(", ", needed)}) in {string.Join(", nor in ", Folders())}; run \"make control-plane\" once");
        var said = await OutputAsync(Path.Combine(folder, "kube-apiserver"), ["--version"], cancellation);
        return new(folder, Parse(said.Text));
    }

    /// <summary>Whether etcd knows how to leave out its fsyncs, which cost more than all else in tests.</summary>
    public async Task<bool> EtcdSkipsFsyncAsync(CancellationToken cancellation) =>
        (await OutputAsync(Etcd, ["--unsafe-no-fsync", "--version"], cancellation)).ExitCode == 0;

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } given) yield return given;
        yield return "/usr/local/kubebuilder/bin";
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named
            ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var version = Environment.GetEnvironmentVariable("CONTROL_PLANE_VERSION") is { Length: > 0 } asked ? asked : "debian";
        yield return Path.Combine(caches, "reasonops", "control-plane", version);
    }

    /// <summary>Of <c>Kubernetes v1.20.2</c>.</summary>
    private static Version Parse(string said)
    {
        var text = said[(said.IndexOf('v', StringComparison.Ordinal) + 1)..].Trim().Split('-', '+')[0];
        return Version.TryParse(text, out var version) ? version : throw new FormatException($"kube-apiserver calls its version \"{said.Trim()}\"");
    }

    private static async Task<(int ExitCode, string Text)> OutputAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var text = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        await errors;
        return (process.ExitCode, text);
    }
}
