using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices;

/// <summary>
/// What was decided of each service that is scaled, and by what: HPA and KEDA can go by it where the mode is External. Only who works tells it, and what is
/// not known has no sample: it is not zero.
/// </summary>
public sealed class ScalingMeter : IDisposable
{
    private readonly Meter _meter = new("ReasonOps.Operator.Scaling");
    private readonly ConcurrentDictionary<ObjectKey, PlannedReplicas> _services = [];
    private readonly Counter<long> _decisions;

    public ScalingMeter()
    {
        Gauge("reasonops.service.demand_kv_tokens", "{token}", "KV tokens expected to be asked for when a replica wanted now would answer", planned => planned.Decision?.Demand);
        Gauge("reasonops.service.desired_replicas", "{replica}", "Engine replicas that the demand asks for, within the bounds", planned => planned.Decision?.Replicas);
        Gauge("reasonops.service.silent_engines", "{engine}", "Ready engines that have not told their load for a while", planned => planned.Load is null ? null : planned.Silent.Count);
        _decisions = _meter.CreateCounter<long>("reasonops.service.scalings", "{decision}", "Decisions for more engine replicas, or for fewer");
    }

    /// <summary>It stands.</summary>
    public void Decided(ObjectKey service, PlannedReplicas planned)
    {
        if (planned.Load is null) Forget(service);
        else _services[service] = planned;
        if (planned is { By: ScaledBy.Demand, From: { } from } && from != planned.Wanted)
            _decisions.Add(1, [.. Labels(service), new("direction", planned.Wanted > from ? "up" : "down")]);
    }

    public void Forget(ObjectKey service) => _services.TryRemove(service, out _);

    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string unit, string description, Func<PlannedReplicas, double?> figure) => _meter.CreateObservableGauge(name, () => _services
        .Select(service => (service.Key, Value: figure(service.Value))).Where(service => service.Value is not null)
        .Select(service => new Measurement<double>(service.Value!.Value, Labels(service.Key))), unit, description);

    private static KeyValuePair<string, object?>[] Labels(ObjectKey service) => [new("namespace", service.Namespace), new("name", service.Name)];
}
