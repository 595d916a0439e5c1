using System.Collections.Concurrent;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.Scraping;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Observe;

/// <summary>
/// How far each partition of a job is: of one whose worker runs by its <c>/metrics</c>, asked no more often than once a look; of one whose worker has ended by its
/// last words. What a partition told counts until it tells more: its journal only grows. One pass at a time over one job.
/// </summary>
public sealed class PartitionReader(RolloutPace pace, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<ObjectKey, Known> _known = [];
    private readonly MetricsScraper _scraper = new();

    /// <param name="job">Whose partitions these are.</param>
    /// <param name="uid">Of the job: one of the same name that was there before is another.</param>
    /// <param name="pods">Of the job.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<PartitionReports> ReadAsync(ObjectKey job, string uid, IReadOnlyList<ApiObject> pods, CancellationToken cancellation)
    {
        var known = _known.AddOrUpdate(job, _ => new(uid), (_, before) => before.Uid == uid ? before : new(uid));
        foreach (var pod in pods.Where(pod => WorkerPods.IsWorker(pod) && WorkerPods.IsOver(pod)))
            if (WorkerPods.Partition(pod) is { } partition && WorkerPods.LastWords(pod) is { } said) known.Take(partition, ReportReader.Sane(said), isRunning: false);
        if (!(time.GetUtcNow() - known.AskedAt < pace.Look * 0.9)) await AskAsync(known, pods, cancellation);
        return new(known.Reports.ToDictionary()) { Dataset = pods.Where(WorkerPods.IsWriter).Select(WorkerPods.Dataset).FirstOrDefault(said => said is not null) };
    }

    public void Forget(ObjectKey job) => _known.TryRemove(job, out _);

    public void Dispose() => _scraper.Dispose();

    private async Task AskAsync(Known known, IReadOnlyList<ApiObject> pods, CancellationToken cancellation)
    {
        var running = pods.Where(pod => WorkerPods.IsWorker(pod) && WorkerPods.IsReady(pod) && WorkerPods.Partition(pod) is not null)
            .Select(pod => (Partition: WorkerPods.Partition(pod)!.Value, From: MetricsScraper.AddressOf(pod, Ports.Worker))).Where(each => each.From is not null)
            .DistinctBy(each => each.Partition).ToArray();
        if (running.Length == 0) return;
        known.AskedAt = time.GetUtcNow();
        var texts = await _scraper.ReadAsync([.. running.Select(each => each.From!)], cancellation);
        for (var i = 0; i < running.Length; i++)
            if (texts[i] is { } text && ReportReader.Read(text) is { } told) known.Take(running[i].Partition, told, isRunning: true);
    }

    private sealed class Known(string uid)
    {
        public string Uid => uid;
        public DateTimeOffset? AskedAt { get; set; }
        public Dictionary<int, RolloutReport> Reports { get; } = [];

        /// <summary>A worker that just began, and has not read its journal yet, knows less than the one before it.</summary>
        public void Take(int partition, RolloutReport told, bool isRunning)
        {
            var before = Reports.GetValueOrDefault(partition);
            if (before is not null && told.Rollouts < before.Rollouts) told = before;
            Reports[partition] = isRunning ? told : told with { TokensPerSecond = 0, RolloutsPerSecond = 0 };
        }
    }
}
