using ReasonOps.ControlPlane.Faults;
using ReasonOps.ControlPlane.Processes;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Operator.Tests.Faults.Operators;

/// <summary><c>reasonops operator</c> as a process of its own, behind a proxy.</summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private OperatorProcess(FaultProxy proxy, ChildProcess process) => (Proxy, _process) = (proxy, process);

    public FaultProxy Proxy { get; }

    /// <summary>What it printed last.</summary>
    public string Tail => _process.Tail();

    public static async Task<OperatorProcess> StartAsync(Stage stage, bool leaderElect)
    {
        var proxy = await FaultProxy.StartAsync(stage.Plane);
        // As the shell does it: a test run in the background hands on that interrupts are ignored.
        string[] command =
        [
            "env", "--default-signal=INT,TERM", "dotnet", Program, "operator", "--image", "reasonops:test", "--kubeconfig", proxy.KubeConfigPath,
            "--namespace", stage.Namespace, "--leader-elect", leaderElect ? "true" : "false", "--lease-namespace", stage.Namespace,
            "--health-url", "http://127.0.0.1:0",
        ];
        return new(proxy, ChildProcess.Start("operator", command, Path.Combine(stage.Plane.Folder, $"operator-{proxy.ServerUri.Port}.log")));
    }

    /// <summary>SIGKILL as soon as the server has done its write of this number, counted from 1, before it is told.</summary>
    public void KillAfterWrite(int number) => Proxy.Inject(
        new Fault.Then(_ =>
        {
            _process.Signal(UnixSignal.Kill);
            return Task.CompletedTask;
        }),
        ProxiedOperator.NthWrite(number), times: 1);

    public void Terminate() => _process.Signal(UnixSignal.Terminate);

    public async Task<int> ExitCodeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await Proxy.DisposeAsync();
    }

    /// <summary>Built with the tests, in the same configuration.</summary>
    private static string Program
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            return Repository.PathOf("src", "ReasonOps.Cli", "bin", framework.Parent!.Name, framework.Name, "reasonops.dll");
        }
    }
}
