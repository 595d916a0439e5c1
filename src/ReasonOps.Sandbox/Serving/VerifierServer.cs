using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Isolation;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Serving;

/// <summary>One verifier whole: the places where programs run, and the server before them. Disposed, it drains and leaves nothing behind.</summary>
public sealed class VerifierServer : IAsyncDisposable
{
    private readonly SandboxPool? _sandbox;
    private readonly WebApplication _app;

    private VerifierServer(SandboxPool? sandbox, WebApplication app, VerifierOptions options) => (_sandbox, _app, Options) = (sandbox, app, options);

    public VerifierOptions Options { get; }

    /// <summary>Where it listens, as <c>http://127.0.0.1:8090</c>.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Starts the places, tries what keeps programs in, and listens.</summary>
    /// <param name="settings">What it is told.</param>
    /// <param name="change">Where it listens and the like; what is required is filled in already.</param>
    /// <param name="logs">Where logs of the places go.</param>
    /// <param name="cancellation">Ends what was started.</param>
    /// <exception cref="SandboxException">A layer that is needed does not hold, and what can be done about it; or a tool is missing.</exception>
    public static async Task<VerifierServer> StartAsync(
        VerifierSettings settings, Func<VerifierOptions, VerifierOptions> change, ILoggerFactory logs, CancellationToken cancellation)
    {
        var languages = LanguageTable.OfThisMachine();
        var runs = settings.Checks.Any(check => check != CheckKind.Math);
        var sandbox = runs ? await SandboxPool.StartAsync(Places(settings, languages), logs, cancellation) : null;
        WebApplication? app = null;
        try
        {
            var report = sandbox?.Report ?? new IsolationReport(settings.Isolation, []);
            if (!report.Isolates) throw new SandboxException(CannotIsolate.Message(report));
            var options = change(new VerifierOptions
            {
                Settings = settings, Sandbox = sandbox is null ? new NoSandbox(settings.Workers) : sandbox, Isolation = report, Languages = languages,
            });
            app = VerifierHost.Build(options);
            await app.StartAsync(cancellation);
            return new VerifierServer(sandbox, app, options);
        }
        catch
        {
            if (app is not null) await app.DisposeAsync();
            if (sandbox is not null) await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes once it is told to stop and has drained.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
    }

    private static SandboxOptions Places(VerifierSettings settings, LanguageTable languages) => new()
    {
        Places = settings.Workers,
        Mode = settings.Isolation,
        Warm = [.. Warm(settings).Where(interpreter => languages.Available.Any(language => language.Warm == interpreter))],
    };

    private static IEnumerable<WarmInterpreter> Warm(VerifierSettings settings)
    {
        if (settings.Checks.Contains(CheckKind.Python)) yield return WarmInterpreter.Python;
        if (settings.Checks.Contains(CheckKind.JavaScript)) yield return WarmInterpreter.JavaScript;
    }

    /// <summary>Of a pool that only compares answers.</summary>
    private sealed class NoSandbox(int places) : ISandbox
    {
        public int Places => places;

        public Task<RunOutcome> RunAsync(RunRequest request, CancellationToken cancellation) => throw new SandboxException("this pool runs nothing");

        public Task<PairOutcome> RunPairAsync(RunRequest program, RunRequest judge, CancellationToken cancellation) =>
            throw new SandboxException("this pool runs nothing");
    }
}
