using ReasonOps.OpenAi.Errors;
using ReasonOps.Sandbox.Isolation;

namespace ReasonOps.Sandbox.Serving;

/// <summary>Whether programs are kept in here, as it was found at start.</summary>
internal sealed class Isolated(IsolationReport report)
{
    public IsolationReport Report => report;

    /// <exception cref="ApiException">503: they are not, and nothing is run.</exception>
    public void Require()
    {
        if (!report.Isolates) throw ApiException.Unavailable($"this verifier cannot isolate programs and runs none: {Missing}");
    }

    /// <summary>The layers that are needed and do not hold.</summary>
    public string Missing => string.Join("; ", report.Layers.Where(layer => layer is { Required: true, Holds: false }).Select(layer => $"{layer.Name}: {layer.Detail}"));
}
