using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Crds;

/// <summary>What an API server is told of one kind beside its fields.</summary>
public sealed record CrdKind
{
    private CrdKind(Type type, string name, string shortName, IReadOnlyList<PrinterColumn> columns, bool scales = true) =>
        (Type, Name, ShortName, Columns, Scales) = (type, name, shortName, columns, scales);

    /// <summary>What the definitions are made of.</summary>
    public Type Type { get; }

    /// <summary>As <c>ReasoningService</c>.</summary>
    public string Name { get; }

    public string Singular => Name.ToLowerInvariant();

    public string Plural => $"{Singular}s";

    public string ShortName { get; }

    public IReadOnlyList<PrinterColumn> Columns { get; }

    /// <summary>Whether <c>kubectl scale</c> and autoscalers change how many there are.</summary>
    public bool Scales { get; }

    /// <summary>In <c>crds/</c>.</summary>
    public string FileName => $"reasonops.io_{Plural}.yaml";

    public static CrdKind ReasoningService { get; } = new(typeof(ReasoningService), ReasoningServices.ReasoningService.KindName, "rsvc", PrinterColumns.OfServices);

    public static CrdKind VerifierPool { get; } = new(typeof(VerifierPool), VerifierPools.VerifierPool.KindName, "vpool", PrinterColumns.OfPools);

    public static CrdKind RolloutJob { get; } = new(typeof(RolloutJob), RolloutJobs.RolloutJob.KindName, "rjob", PrinterColumns.OfJobs, scales: false);

    public static IReadOnlyList<CrdKind> All { get; } = [ReasoningService, VerifierPool, RolloutJob];
}
