using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Isolation;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Jails;

/// <summary>Places, each taken by one run at a time; a broken one is made anew. Disposed, it leaves no process, mount, group or folder.</summary>
public sealed partial class SandboxPool : ISandbox, IAsyncDisposable
{
    private readonly SandboxOptions _options;
    private readonly ToolFolder _folder;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _closing = new();
    private int _disposed, _made;
    private IsolationMode _mode;
    private readonly Channel<Place?> _free; // null: a place that is not there and is to be made

    private SandboxPool(SandboxOptions options, ToolFolder folder, ILogger log)
    {
        (_options, _folder, _log) = (options, folder, log);
        _free = Channel.CreateBounded<Place?>(options.Places);
        Report = new IsolationReport(options.Mode, []);
    }

    public int Places => _options.Places;

    /// <summary>What holds here, as tried at start.</summary>
    public IsolationReport Report { get; private set; }

    /// <summary>Starts all places. Where the mode does not isolate, the pool is there to say so, and refuses to run anything.</summary>
    /// <exception cref="SandboxException">The pool's own folder cannot be made, or a tool is missing.</exception>
    public static async Task<SandboxPool> StartAsync(SandboxOptions options, ILoggerFactory logs, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Places, 1);
        var pool = new SandboxPool(options, ToolFolder.Make(options.WorkFolder), logs.CreateLogger<SandboxPool>());
        try
        {
            await Leftovers.SweepAsync(pool._folder, cancellation);
            await pool.FillAsync(cancellation);
            return pool;
        }
        catch
        {
            await pool.DisposeAsync();
            throw;
        }
    }

    public Task<RunOutcome> RunAsync(RunRequest request, CancellationToken cancellation)
    {
        RequestRules.Check(request);
        return WithPlaceAsync((place, either) => place.RunAsync(request, either), cancellation);
    }

    public Task<PairOutcome> RunPairAsync(RunRequest program, RunRequest judge, CancellationToken cancellation)
    {
        RequestRules.Check(program);
        RequestRules.Check(judge);
        return WithPlaceAsync((place, either) => place.RunPairAsync(program, judge, either), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _closing.CancelAsync();
        for (; _made > 0; _made--)
            await DisposeAsync(await _free.Reader.ReadAsync());
        _folder.Dispose();
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        var modes = _options.Mode == IsolationMode.RuntimeClass ? [IsolationMode.Namespaces, IsolationMode.Landlock] : new[] { _options.Mode };
        foreach (var mode in modes)
        {
            _mode = mode;
            var place = await TryAsync(cancellation);
            if (place is not null)
                Add(place);
            if (Report.Isolates)
                break;
        }
        LogIsolation(_mode, Report.Isolates, string.Join("; ", Report.Layers.Select(layer => $"{layer.Name} {(layer.Holds ? "holds" : "does not hold")}: {layer.Detail}")));
        for (var i = 1; i < Places && Report.Isolates; i++)
            Add(await NewPlaceAsync(cancellation));
    }

    private void Add(Place place)
    {
        _free.Writer.TryWrite(place);
        _made++;
    }

    private async Task<Place?> TryAsync(CancellationToken cancellation)
    {
        Place? place = null;
        try
        {
            place = await NewPlaceAsync(cancellation);
            Report = new IsolationReport(_options.Mode, await IsolationProbe.TryAsync(place, _mode, LauncherInside, cancellation));
        }
        catch (SandboxException failure)
        {
            Report = new IsolationReport(_options.Mode, [new IsolationLayer(_mode.ToString(), false, Required: true, failure.Message)]);
        }
        if (Report.Isolates)
            return place;
        await DisposeAsync(place);
        return null;
    }

    private async Task<T> WithPlaceAsync<T>(Func<Place, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        if (!Report.Isolates)
            throw new SandboxException($"This sandbox does not isolate and runs nothing: {string.Join("; ", Report.Layers.Where(layer => layer.Required && !layer.Holds).Select(layer => $"{layer.Name}: {layer.Detail}"))}");
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        try
        {
            var place = await _free.Reader.ReadAsync(either.Token);
            return await InPlaceAsync(place, run, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(SandboxPool));
        }
    }

    private async Task<T> InPlaceAsync<T>(Place? place, Func<Place, CancellationToken, Task<T>> run, CancellationToken cancellation)
    {
        try
        {
            if (place is not { Alive: true })
            {
                await DisposeAsync(place);
                place = null;
                place = await NewPlaceAsync(cancellation);
            }
            return await run(place, cancellation);
        }
        catch (SandboxException failure)
        {
            LogBroken(failure);
            await DisposeAsync(place);
            place = null;
            throw;
        }
        finally
        {
            _free.Writer.TryWrite(place);
        }
    }

    private string LauncherInside => _mode == IsolationMode.Landlock ? _folder.Launcher : $"{Bubblewrap.Tools}/launcher";

    private Task<Place> NewPlaceAsync(CancellationToken cancellation) => PlaceStart.RunAsync(_folder, _options, _mode, cancellation);

    private static ValueTask DisposeAsync(Place? place) => place?.DisposeAsync() ?? ValueTask.CompletedTask;
}
