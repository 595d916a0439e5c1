using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Queues;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Hosting;

/// <summary>
/// What the cluster serves, asked at the start until it serves our kinds, and again every ten minutes, or soon when an answer lacked a part or
/// something was not where it should be.
/// </summary>
internal sealed partial class ServedWatch(IKubernetesClient client, TimeProvider time, ILogger<ServedWatch> log)
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>Between two questions, however often they are asked for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private static readonly string[] OurKinds = [ReasoningService.KindName, VerifierPool.KindName, RolloutJob.KindName];

    private readonly ILogger _log = log;
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Why no work can begin yet, for people; null once it can.</summary>
    public string? Obstacle { get; private set; } = "the API server has not been asked yet";

    /// <summary>Asks again soon.</summary>
    public void AskAgain() => _asked.Writer.TryWrite(true);

    /// <summary>Waits for the API server, and for our kinds on it.</summary>
    public async Task<ServedKinds> FirstAsync(CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (await AskAsync(cancellation) is { } served)
            {
                Obstacle = NotInstalled(served);
                if (IsPartOf(served)) AskAgain();
                if (Obstacle is null) return served;
                LogWaiting(Obstacle);
            }
            await Task.Delay(_backoff.Delay(tries), time, cancellation);
        }
    }

    /// <summary>Tells what is served from time to time, until cancelled.</summary>
    public async Task RunAsync(Func<ServedKinds, Task> tell, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, cancellation);
            await AskedOrDueAsync(cancellation);
            var served = await AskAsync(cancellation);
            if (served is null || IsPartOf(served)) AskAgain();
            if (served is not null) await tell(served);
        }
    }

    /// <returns>Null once every kind is served.</returns>
    private static string? NotInstalled(ServedKinds served)
    {
        var missing = OurKinds.Where(kind => !served.Serves(ReasoningService.Version, kind)).ToArray();
        return missing.Length == 0 ? null : $"the cluster does not serve {string.Join(" and ", missing)} ({ReasoningService.Version}) yet; "
            + "install with: reasonops crds | kubectl apply --server-side -f -";
    }

    /// <summary>A group that our children are of did not answer: without another question they would be missed until the next is due.</summary>
    private static bool IsPartOf(ServedKinds served) => served.Unread.Any(ChildKinds.MayBeOf);

    private async Task AskedOrDueAsync(CancellationToken cancellation)
    {
        using var due = new CancellationTokenSource(Period, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, due.Token);
        try
        {
            await _asked.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Due.
        }
    }

    private async Task<ServedKinds?> AskAsync(CancellationToken cancellation)
    {
        try
        {
            return await Discovery.ReadAsync(client, cancellation);
        }
        catch (KubernetesException fault)
        {
            Obstacle = Obstacle is null ? null : $"the API server cannot be asked: {fault.Message}";
            LogFault(fault.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Asked what the cluster serves, and got no answer: {Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(LogLevel.Error, "Waiting: {Obstacle}")]
    private partial void LogWaiting(string obstacle);
}
