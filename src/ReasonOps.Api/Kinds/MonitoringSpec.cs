using ReasonOps.Api.Declarations;

namespace ReasonOps.Api.Kinds;

/// <summary>What Prometheus is told.</summary>
public sealed record MonitoringSpec
{
    /// <summary>Makes a PodMonitor where the cluster serves the kind; false unless said.</summary>
    [FilledIn(false)]
    public bool? PodMonitor { get; init; }

    /// <summary>Labels of the PodMonitor, for Prometheus to select it by.</summary>
    [Length(0, 64), Labels]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
