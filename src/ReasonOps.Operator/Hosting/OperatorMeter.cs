using System.Diagnostics.Metrics;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.Passes;

namespace ReasonOps.Operator.Hosting;

/// <summary>Whether this process works, and how services and pools are; a standby knows them as well as the leader.</summary>
internal sealed class OperatorMeter : IDisposable
{
    private static readonly string[] States = ["True", "False", "Unknown"];

    private readonly Meter _meter = new("ReasonOps.Operator");

    public OperatorMeter(Func<IEnumerable<V1Alpha1Object>> services, Func<IEnumerable<V1Alpha1Object>> pools)
    {
        _meter.CreateObservableGauge("reasonops.operator.leading", () => Leads ? 1 : 0, "{process}", "1 where this process works, 0 where it stands by");
        _meter.CreateObservableGauge("reasonops.services", () => Count(services()), "{service}", "ReasoningServices, by their condition Ready");
        _meter.CreateObservableGauge("reasonops.verifier.pools", () => Count(pools()), "{pool}", "VerifierPools, by their condition Ready");
    }

    /// <summary>Set while passes are made.</summary>
    public bool Leads { get; set; }

    public Meter Meter => _meter;

    public void Dispose() => _meter.Dispose();

    /// <summary>Always all states, so that none is left at what it last was.</summary>
    private static IEnumerable<Measurement<int>> Count(IEnumerable<V1Alpha1Object> objects)
    {
        var counts = objects.CountBy(Ready).ToDictionary();
        return States.Select(state => new Measurement<int>(counts.GetValueOrDefault(state), new KeyValuePair<string, object?>("ready", state)));
    }

    private static string Ready(V1Alpha1Object one) =>
        one.Status.Condition(ConditionTypes.Ready).At("status").Text() is { } said && States.Contains(said) ? said : "Unknown";
}
