using System.Security.Cryptography.X509Certificates;
using ReasonOps.ControlPlane.Binaries;
using ReasonOps.ControlPlane.Processes;
using ReasonOps.ControlPlane.Servers;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.ControlPlane;

/// <summary>
/// A real Kubernetes API server with its etcd, on 127.0.0.1, with RBAC; on wish with controllers and a scheduler. All of it ends with
/// its object or with the test process, whichever is first.
/// </summary>
public sealed class LocalControlPlane : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private readonly ScratchFolder _folder = new();
    private readonly List<ChildProcess> _others = [];
    private readonly Commands _commands;
    private readonly PlaneFiles _files;
    private ChildProcess? _apiServer;
    private int _names;

    private LocalControlPlane(ControlPlaneBinaries binaries, ControlPlaneOptions options)
    {
        Options = options;
        Version = binaries.Version;
        var ports = FreePorts.Take(2);
        ServerUri = new($"https://127.0.0.1:{ports[0]}");
        _files = new(_folder.Path, ServerUri);
        _commands = new(binaries, options, _files, ports[1], ports[0]);
        Client = CreateHttpClient();
        Kubectl = new(KubeConfigPath);
    }

    public ControlPlaneOptions Options { get; }

    /// <summary>Kubernetes' own, as 1.20.2.</summary>
    public Version Version { get; }

    public Uri ServerUri { get; }

    /// <summary>Of the admin, who may do anything.</summary>
    public string KubeConfigPath => _files.Admin;

    /// <summary>Raw HTTP as the admin, with paths relative to <see cref="ServerUri"/>.</summary>
    public HttpClient Client { get; }

    public Kubectl Kubectl { get; }

    /// <summary>Its logs and kubeconfigs.</summary>
    public string Folder => _folder.Path;

    internal PlaneFiles Files => _files;

    /// <exception cref="FileNotFoundException">There are no binaries; the message says how to get them.</exception>
    /// <exception cref="InvalidOperationException">A server ended or did not get ready; with the end of its log.</exception>
    public static async Task<LocalControlPlane> StartAsync(ControlPlaneOptions? options = null, CancellationToken cancellation = default)
    {
        var binaries = await ControlPlaneBinaries.FindAsync(options is { Controllers: true } or { Scheduler: true }, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var plane = new LocalControlPlane(binaries, options ?? new());
            try
            {
                await plane.StartServersAsync(cancellation);
                return plane;
            }
            catch (InvalidOperationException failure)
            {
                await plane.DisposeAsync();
                // Between being found free and being listened on, a port may be taken.
                if (attempt == 3 || !failure.Message.Contains("address already in use", StringComparison.Ordinal)) throw;
            }
            catch
            {
                await plane.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>A kubeconfig for a user that RBAC knows by this name and these groups; it may do nothing until it is bound to a role.</summary>
    public string KubeConfigFor(string user, params ReadOnlySpan<string> groups) => _files.User(user, groups);

    /// <summary>A namespace of one's own, so that tests can share a plane.</summary>
    public async Task<string> CreateNamespaceAsync(string prefix = "test", CancellationToken cancellation = default)
    {
        var name = $"{prefix}-{Interlocked.Increment(ref _names)}-{Guid.NewGuid().ToString("n")[..6]}";
        using var body = new StringContent($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{{name}}}"}}""", null, "application/json");
        using var answer = await Client.PostAsync("api/v1/namespaces", body, cancellation);
        answer.EnsureSuccessStatusCode();
        return name;
    }

    /// <summary>As a crash: connections break, nothing is finished.</summary>
    public async Task KillApiServerAsync()
    {
        if (_apiServer is not null) await _apiServer.DisposeAsync();
        _apiServer = null;
    }

    /// <summary>As an upgrade does it: requests end, watches are closed.</summary>
    public async Task StopApiServerAsync(CancellationToken cancellation = default)
    {
        if (_apiServer is null) return;
        _apiServer.Signal(UnixSignal.Terminate);
        await _apiServer.WaitForExitAsync(cancellation);
        await KillApiServerAsync();
    }

    /// <summary>On the same port and the same data; ends when it is ready.</summary>
    public async Task RestartApiServerAsync(CancellationToken cancellation = default)
    {
        await KillApiServerAsync();
        _apiServer = Start("kube-apiserver", _commands.ApiServer());
        await ReadyAsync(cancellation);
    }

    /// <summary>An HTTP client of the admin.</summary>
    public HttpClient CreateHttpClient()
    {
        var authority = _files.AuthorityCertificate;
        var handler = new SocketsHttpHandler
        {
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            SslOptions = new()
            {
                ClientCertificates = [_files.AdminKey.Load()],
                CertificateChainPolicy = new()
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        return new(handler) { BaseAddress = ServerUri, Timeout = Timeout.InfiniteTimeSpan };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Task.WhenAll(_others.Append(_apiServer).OfType<ChildProcess>().Select(server => server.DisposeAsync().AsTask()));
        _files.Dispose();
        _folder.Dispose();
    }

    /// <summary>All at once and without waiting: the process is about to end.</summary>
    internal void Abandon()
    {
        foreach (var server in _others.Append(_apiServer).OfType<ChildProcess>()) server.Signal(UnixSignal.Kill);
        _folder.Dispose();
    }

    private async Task StartServersAsync(CancellationToken cancellation)
    {
        _others.Add(Start("etcd", _commands.Etcd(await _commands.Binaries.EtcdSkipsFsyncAsync(cancellation))));
        _apiServer = Start("kube-apiserver", _commands.ApiServer());
        await ReadyAsync(cancellation);
        if (Options.Controllers) _others.Add(Start("kube-controller-manager", _commands.ControllerManager()));
        if (Options.Scheduler) _others.Add(Start("kube-scheduler", _commands.Scheduler()));
        if (Options.Controllers)
            await UntilAsync("kube-controller-manager made a service account", "api/v1/namespaces/default/serviceaccounts/default", cancellation);
    }

    private ChildProcess Start(string name, IReadOnlyList<string> command) =>
        ChildProcess.Start(name, command, _folder[$"{name}.log"], folder: _folder.Path);

    private Task ReadyAsync(CancellationToken cancellation) => UntilAsync("kube-apiserver is ready", "readyz", cancellation);

    private async Task UntilAsync(string what, string path, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(StartDeadline);
        try
        {
            while (!await AnswersAsync(path, deadline.Token))
            {
                if (_others.Append(_apiServer).OfType<ChildProcess>().FirstOrDefault(server => server.HasExited) is { } dead)
                {
                    await dead.KillAsync(); // its log is whole then
                    throw new InvalidOperationException($"{dead.Name} ended with {dead.ExitCode} before {what}:\n{dead.Tail()}");
                }
                await Task.Delay(50, deadline.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            var logs = _others.Append(_apiServer).OfType<ChildProcess>().Select(server => $"{server.Name}:\n{server.Tail()}");
            throw new InvalidOperationException($"not within {StartDeadline.TotalSeconds:0} s: {what}\n{string.Join('\n', logs)}");
        }
    }

    private async Task<bool> AnswersAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var answer = await Client.GetAsync(path, cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
