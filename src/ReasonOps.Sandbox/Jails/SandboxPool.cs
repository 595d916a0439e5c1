using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ReasonOps.Sandbox.Isolation;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Jails;

/// <summary>Places, each taken by one run at a time; a broken one is made anew. Disposed, it leaves no process, mount, group or folder.</summary>
public sealed partial class SandboxPool : ISandbox, IAsyncDisposable
{
    private readonly SandboxOptions _options;
    private readonly ToolFolder _folder;
    private readonly ILogger _log;
    private readonly Channel<Place?> _free; // null: a place that is not there and is to be made

    private SandboxPool(SandboxOptions options, ToolFolder folder, IsolationReport report, ILogger log)
    {
        (_options, _folder, Report, _log) = (options, folder, report, log);
        _free = Channel.CreateBounded<Place?>(options.Places);
    }

    public int Places => _options.Places;

    /// <summary>What holds here, as tried at start.</summary>
    public IsolationReport Report { get; }

    /// <summary>Starts all places. Where the mode does not isolate, the pool is there to say so, and refuses to run anything.</summary>
    /// <exception cref="SandboxException">A tool of the pool's own is missing.</exception>
    public static async Task<SandboxPool> StartAsync(SandboxOptions options, ILoggerFactory logs, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Places, 1);
        var folder = new ToolFolder(options.WorkFolder);
        var pool = new SandboxPool(options, folder, new IsolationReport(options.Mode, []), logs.CreateLogger<SandboxPool>());
        try
        {
            for (var i = 0; i < options.Places; i++)
                pool._free.Writer.TryWrite(await pool.NewPlaceAsync(cancellation));
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
        return WithPlaceAsync(place => place.RunAsync(request, cancellation), cancellation);
    }

    public Task<PairOutcome> RunPairAsync(RunRequest program, RunRequest judge, CancellationToken cancellation)
    {
        RequestRules.Check(program);
        RequestRules.Check(judge);
        return WithPlaceAsync(place => place.RunPairAsync(program, judge, cancellation), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_free.Writer.TryComplete())
            return;
        await foreach (var place in _free.Reader.ReadAllAsync())
            await DisposeAsync(place);
        _folder.Dispose();
    }

    private async Task<T> WithPlaceAsync<T>(Func<Place, Task<T>> run, CancellationToken cancellation)
    {
        var place = await _free.Reader.ReadAsync(cancellation);
        try
        {
            if (place is not { Alive: true })
            {
                await DisposeAsync(place);
                place = null;
                place = await NewPlaceAsync(cancellation);
            }
            return await run(place);
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
            if (!_free.Writer.TryWrite(place))
                await DisposeAsync(place); // the pool has been disposed meanwhile
        }
    }

    private Task<Place> NewPlaceAsync(CancellationToken cancellation) => Place.StartAsync(_folder, _options, Report.Mode, cancellation);

    private static ValueTask DisposeAsync(Place? place) => place?.DisposeAsync() ?? ValueTask.CompletedTask;
}
