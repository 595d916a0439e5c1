using System.Collections.Concurrent;
using ReasonOps.Capacity.Scaling;
using ReasonOps.Engines.Metrics;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Scraping;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>
/// Reads <c>/metrics</c> of a service's engines and gateways, all at once, and of each no more often than once a look. What one told counts until it is
/// too old; who never told, or told what cannot be, is unknown. One pass at a time over one service.
/// </summary>
public sealed class ServiceLoadReader(ServicePace pace, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<ObjectKey, Dictionary<string, Told>> _told = [];
    private readonly MetricsScraper _scraper = new();

    /// <param name="service">Whose load it is.</param>
    /// <param name="names">What its engines' runtime calls its figures.</param>
    /// <param name="pods">Of the service.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<ServiceLoad> ReadAsync(ObjectKey service, MetricNames names, IReadOnlyList<ApiObject> pods, CancellationToken cancellation)
    {
        var (engines, gateways) = (EnginePods.Of(pods), EnginePods.Gateways(pods));
        var known = _told.GetOrAdd(service, _ => []);
        Target[] targets =
        [
            .. engines.Where(pod => EnginePods.Replica(pod).Phase != ReplicaPhase.Starting).Select(pod => Target.Of(pod, Ports.Engine, text => new Told { Load = EngineLoad.Read(text, names) })),
            .. gateways.Select(pod => Target.Of(pod, Ports.Gateway, text => new Told { Word = ForecastReader.Read(text) })),
        ];
        foreach (var gone in known.Keys.Except(targets.Select(target => target.Uid)).ToArray()) known.Remove(gone);
        await AskAsync(known, targets, cancellation);
        var since = time.GetUtcNow() - pace.Fresh;
        GatewayWord[] words = [.. gateways.Select(pod => known.GetValueOrDefault(pod.Metadata.Uid!)).Where(told => told?.ReadAt >= since).Select(told => told!.Word!)];
        return new([.. engines.Select(pod => Replica(pod, known.GetValueOrDefault(pod.Metadata.Uid!)) with { Rest = words.Length == gateways.Count ? Rest(pod, words) : null })],
            ForecastReader.Sum([.. words.Select(word => word.Forecast)], gateways.Count))
        {
            StartUp = EnginePods.StartUp(engines),
        };
    }

    public void Forget(ObjectKey service) => _told.TryRemove(service, out _);

    public void Dispose() => _scraper.Dispose();

    private async Task AskAsync(Dictionary<string, Told> known, Target[] targets, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = targets.Where(target => target.From is not null && !(now - known.GetValueOrDefault(target.Uid)?.AskedAt < pace.Look * 0.9)).ToArray();
        if (due.Length == 0) return;
        var texts = await _scraper.ReadAsync([.. due.Select(target => target.From!)], cancellation);
        for (var i = 0; i < due.Length; i++)
        {
            var told = texts[i] is { } text ? due[i].Read(text) : new();
            // What was told before goes on counting, until it is too old.
            known[due[i].Uid] = (told.IsSomething ? told with { ReadAt = now } : known.GetValueOrDefault(due[i].Uid) ?? new()) with { AskedAt = now };
        }
    }

    private static ReplicaLoad Replica(ApiObject pod, Told? told) => EnginePods.Replica(pod) with
    {
        ReadAt = told?.ReadAt,
        Occupancy = told?.Load?.KvUsage,
        CapacityTokens = told?.Load?.CapacityTokens,
        Running = told?.Load?.Running,
        Waiting = told?.Load?.Waiting,
    };

    /// <summary>Until the last of its chains ends, whichever gateway's it is; null where one does not know this engine.</summary>
    private static TimeSpan? Rest(ApiObject pod, GatewayWord[] words)
    {
        var name = MetricsScraper.AddressOf(pod, Ports.Engine)?.Authority;
        return name is not null && words.Length > 0 && words.All(word => word.Rest.ContainsKey(name)) ? words.Max(word => word.Rest[name]) : null;
    }

    private sealed record Target(string Uid, Uri? From, Func<string, Told> Read)
    {
        public static Target Of(ApiObject pod, int port, Func<string, Told> read) => new(pod.Metadata.Uid!, MetricsScraper.AddressOf(pod, port), read);
    }

    /// <summary>What one pod told last, and when.</summary>
    private sealed record Told
    {
        public DateTimeOffset? AskedAt { get; init; }
        public DateTimeOffset? ReadAt { get; init; }
        public EngineLoad? Load { get; init; }
        public GatewayWord? Word { get; init; }

        public bool IsSomething => Word is not null || Load is { } load && (load.KvUsage ?? load.Running ?? load.Waiting) is not null;
    }
}
