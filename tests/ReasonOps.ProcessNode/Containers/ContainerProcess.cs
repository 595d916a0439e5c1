using System.Globalization;
using ReasonOps.ControlPlane.Processes;

namespace ReasonOps.ProcessNode.Containers;

/// <summary>
/// A process in namespaces of its own: it is number 1 among its processes, and all of them end when it does, or when its node does.
/// </summary>
internal sealed class ContainerProcess : IAsyncDisposable
{
    // In $1 the hosts file, in $2 the folder of the service account or nothing. No name is asked of a DNS server: none knows the cluster.
    private const string Enter = """
        set -e
        mount -t proc proc /proc 2>/dev/null || true
        mount --bind "$1" /etc/hosts
        if [ -e /etc/resolv.conf ]; then mount --bind /dev/null /etc/resolv.conf; fi
        if [ -n "$2" ]; then
          mount -t tmpfs tmpfs /run
          mkdir -p /var/run/secrets/kubernetes.io/serviceaccount
          mount --bind "$2" /var/run/secrets/kubernetes.io/serviceaccount
        fi
        shift 2
        exec "$@"
        """;

    private readonly ChildProcess _outer;

    private ContainerProcess(ChildProcess outer) => _outer = outer;

    public int Id => _outer.Id;

    public bool HasExited => _outer.HasExited;

    public int ExitCode => _outer.ExitCode;

    /// <summary>The process that is number 1 within; null before it began and after it ended.</summary>
    public int? Inner => ReadChildren() is [var first, ..] ? first : null;

    public static ContainerProcess Start(
        string name, IEnumerable<string> command, string hosts, string? account, string log, IReadOnlyDictionary<string, string> variables, string folder)
    {
        string[] root = Environment.IsPrivilegedProcess ? [] : ["--map-root-user"];
        string[] enter = ["unshare", .. root, "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--", "sh", "-c", Enter, "sh"];
        return new(ChildProcess.Start(name, [.. enter, hosts, account ?? "", .. command], log, variables, folder, inherits: false));
    }

    public Task WaitForExitAsync(CancellationToken cancellation) => _outer.WaitForExitAsync(cancellation);

    public void Terminate()
    {
        if (Inner is { } inner) _ = Signals.Send(inner, UnixSignal.Terminate);
        else _outer.Signal(UnixSignal.Terminate);
    }

    public Task KillAsync() => _outer.KillAsync();

    public string Tail() => _outer.Tail();

    public ValueTask DisposeAsync() => _outer.DisposeAsync();

    private int[] ReadChildren()
    {
        try
        {
            var text = File.ReadAllText($"/proc/{Id}/task/{Id}/children");
            return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return []; // it ended
        }
    }
}
