using System.Collections.Concurrent;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Scraping;
using ReasonOps.Operator.Workloads;
using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Operator.VerifierPools.Observe;

/// <summary>
/// Reads <c>/metrics</c> of a pool's ready verifiers: all at once, within a deadline, and no more often than every few seconds. One that does not answer is
/// counted as silent; so is a pool of which none is ready, since nothing is known of it then.
/// </summary>
public sealed class LoadReader(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ObjectKey, (DateTimeOffset At, string Asked, PoolLoad Load, bool Answered)> _read = [];
    private readonly MetricsScraper _scraper = new();

    /// <param name="pool">Whose load it is.</param>
    /// <param name="pods">Of the pool.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<(PoolLoad Load, bool Answered)> ReadAsync(ObjectKey pool, IReadOnlyList<ApiObject> pods, CancellationToken cancellation)
    {
        var addresses = pods.Select(Address).OfType<Uri>().OrderBy(address => address.AbsoluteUri, StringComparer.Ordinal).ToArray();
        if (addresses.Length == 0) return (new(0, 0, Silent: pods.Count == 0 ? 0 : 1), false);
        var asked = string.Join(' ', addresses.Select(address => address.Authority));
        if (_read.TryGetValue(pool, out var known) && known.Asked == asked && time.GetUtcNow() - known.At < Fresh) return (known.Load, known.Answered);
        var told = await AskAsync(addresses, cancellation);
        var silent = told.Count(each => each is null);
        var load = new PoolLoad(Sum(told, each => each.Queue), Sum(told, each => each.Busy), silent);
        _read[pool] = (time.GetUtcNow(), asked, load, silent < told.Length);
        return (load, silent < told.Length);
    }

    public void Forget(ObjectKey pool) => _read.TryRemove(pool, out _);

    public void Dispose() => _scraper.Dispose();

    private async Task<(int Queue, int Busy)?[]> AskAsync(Uri[] addresses, CancellationToken cancellation) =>
        [.. (await _scraper.ReadAsync(addresses, cancellation)).Select(Read)];

    private static (int Queue, int Busy)? Read(string? text)
    {
        if (text is null) return null;
        var samples = PrometheusSamples.Read(text).ToLookup(sample => sample.Name);
        return samples["reasonops_verifier_queue_depth"].Any() ? (Sum(samples["reasonops_verifier_queue_depth"]), Sum(samples["reasonops_verifier_workers_busy"])) : null;
    }

    private static int Sum(IEnumerable<PrometheusSample> samples) => (int)Math.Clamp(samples.Sum(sample => sample.Value), 0, int.MaxValue);

    private static int Sum((int Queue, int Busy)?[] told, Func<(int Queue, int Busy), int> what) =>
        (int)Math.Min(told.OfType<(int Queue, int Busy)>().Sum(each => (long)what(each)), int.MaxValue);

    /// <summary>Of a pod that is ready and stays; null of any other.</summary>
    private static Uri? Address(ApiObject pod) =>
        pod.Metadata.DeletionTimestamp is null && pod.Root.At("status").Condition("Ready").At("status").Text() == "True"
            ? MetricsScraper.AddressOf(pod, Ports.Verifier)
            : null;
}
