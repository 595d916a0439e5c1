using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Workloads;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Operator.VerifierPools.Observe;

/// <summary>
/// Reads <c>/metrics</c> of a pool's ready verifiers: all at once, within a deadline, and no more often than every few seconds. One that does not answer is
/// counted as silent; so is a pool of which none is ready, since nothing is known of it then.
/// </summary>
public sealed class LoadReader(TimeProvider time) : IDisposable
{
    private const int AtOnce = 16;
    private const int MostBytes = 1 << 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ObjectKey, (DateTimeOffset At, string Asked, PoolLoad Load, bool Answered)> _read = [];
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Deadline, AllowAutoRedirect = false })
    {
        MaxResponseContentBufferSize = MostBytes, Timeout = Deadline,
    };

    /// <param name="pool">Whose load it is.</param>
    /// <param name="pods">Of the pool.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<(PoolLoad Load, bool Answered)> ReadAsync(ObjectKey pool, IReadOnlyList<ApiObject> pods, CancellationToken cancellation)
    {
        var addresses = pods.Select(Address).OfType<IPAddress>().Select(address => $"{address}").Order(StringComparer.Ordinal).ToArray();
        if (addresses.Length == 0) return (new(0, 0, Silent: pods.Count == 0 ? 0 : 1), false);
        var asked = string.Join(' ', addresses);
        if (_read.TryGetValue(pool, out var known) && known.Asked == asked && time.GetUtcNow() - known.At < Fresh) return (known.Load, known.Answered);
        var told = await AskAsync(addresses, cancellation);
        var silent = told.Count(each => each is null);
        var load = new PoolLoad(Sum(told, each => each.Queue), Sum(told, each => each.Busy), silent);
        _read[pool] = (time.GetUtcNow(), asked, load, silent < told.Length);
        return (load, silent < told.Length);
    }

    public void Forget(ObjectKey pool) => _read.TryRemove(pool, out _);

    public void Dispose() => _http.Dispose();

    private async Task<(int Queue, int Busy)?[]> AskAsync(string[] addresses, CancellationToken cancellation)
    {
        var told = new (int Queue, int Busy)?[addresses.Length];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Deadline);
        try
        {
            await Parallel.ForAsync(0, addresses.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = limit.Token },
                async (i, token) => told[i] = await AskAsync(addresses[i], token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Those that are left stay silent.
        }
        return told;
    }

    private async Task<(int Queue, int Busy)?> AskAsync(string address, CancellationToken cancellation)
    {
        try
        {
            var host = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
            var samples = PrometheusSamples.Read(await _http.GetStringAsync(new Uri($"http://{host}:{Ports.Verifier}/metrics"), cancellation)).ToLookup(sample => sample.Name);
            return samples["reasonops_verifier_queue_depth"].Any() ? (Sum(samples["reasonops_verifier_queue_depth"]), Sum(samples["reasonops_verifier_workers_busy"])) : null;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException || (fault is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private static int Sum(IEnumerable<PrometheusSample> samples) => (int)Math.Clamp(samples.Sum(sample => sample.Value), 0, int.MaxValue);

    private static int Sum((int Queue, int Busy)?[] told, Func<(int Queue, int Busy), int> what) =>
        (int)Math.Min(told.OfType<(int Queue, int Busy)>().Sum(each => (long)what(each)), int.MaxValue);

    /// <summary>Of a pod that is ready and stays; null of any other.</summary>
    private static IPAddress? Address(ApiObject pod) =>
        pod.Metadata.DeletionTimestamp is null && pod.Root.At("status").Condition("Ready").At("status").Text() == "True"
            && IPAddress.TryParse(pod.Root.At("status", "podIP").Text(), out var address) ? address : null;
}
