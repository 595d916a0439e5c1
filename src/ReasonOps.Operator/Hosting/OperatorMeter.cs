using System.Diagnostics.Metrics;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Status;

namespace ReasonOps.Operator.Hosting;

/// <summary>Whether this process works, and how the services are; a standby knows them as well as the leader.</summary>
internal sealed class OperatorMeter : IDisposable
{
    private static readonly string[] States = ["True", "False", "Unknown"];

    private readonly Meter _meter = new("ReasonOps.Operator");

    public OperatorMeter(Func<IEnumerable<V1Alpha1ReasoningService>> services)
    {
        _meter.CreateObservableGauge("reasonops.operator.leading", () => Leads ? 1 : 0, "{process}", "1 where this process works, 0 where it stands by");
        _meter.CreateObservableGauge("reasonops.services", () => Count(services()), "{service}", "ReasoningServices, by their condition Ready");
    }

    /// <summary>Set while passes are made.</summary>
    public bool Leads { get; set; }

    public Meter Meter => _meter;

    public void Dispose() => _meter.Dispose();

    /// <summary>Always all states, so that none is left at what it last was.</summary>
    private static IEnumerable<Measurement<int>> Count(IEnumerable<V1Alpha1ReasoningService> services)
    {
        var counts = services.CountBy(Ready).ToDictionary();
        return States.Select(state => new Measurement<int>(counts.GetValueOrDefault(state), new KeyValuePair<string, object?>("ready", state)));
    }

    private static string Ready(V1Alpha1ReasoningService service) =>
        service.Status.Condition(ConditionTypes.Ready).At("status").Text() is { } said && States.Contains(said) ? said : "Unknown";
}
