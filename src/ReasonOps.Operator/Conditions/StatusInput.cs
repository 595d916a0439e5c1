using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Conditions;

/// <summary>All that a status is made of, whatever its kind.</summary>
public abstract record StatusInput
{
    /// <summary>Name, namespace, UID and generation are set.</summary>
    public required V1ObjectMeta Owner { get; init; }

    /// <summary>What is wrong with the spec, each with its field; told where there is no plan.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>After this pass's own writes.</summary>
    public required Observed Observed { get; init; }

    /// <summary>What kept this pass from making the children as planned: <see cref="Reasons.ApplyFailed"/>, <see cref="Reasons.NameTaken"/> ...</summary>
    public IReadOnlyList<Remark> Troubles { get; init; } = [];

    /// <summary>Nothing is applied, by the annotation <c>reasonops.io/paused</c>.</summary>
    public bool Paused { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether there is a plan.</summary>
    public abstract bool IsValid { get; }

    /// <summary>Of the plan; none without one.</summary>
    public abstract IReadOnlyList<Remark> Remarks { get; }

    /// <summary>As it was told last; null for one that never was.</summary>
    public abstract Condition? Previous(string type);

    /// <summary>In the order given; without those that have nothing to say.</summary>
    internal Condition[] Conditions(params ReadOnlySpan<(string Type, Verdict? Verdict)> verdicts)
    {
        var conditions = new List<Condition>();
        foreach (var (type, verdict) in verdicts)
            if (verdict is not null) conditions.Add(verdict.At(type, Owner.Generation, Previous(type), Now));
        return [.. conditions];
    }

    internal Verdict? Known(string type) => Previous(type) is { Reason: { } reason } previous ? new(previous.Status, reason, previous.Message ?? "") : null;
}

/// <inheritdoc/>
public sealed record StatusInput<TPlan, TStatus> : StatusInput where TPlan : OwnerPlan where TStatus : class, IObjectStatus
{
    /// <summary>Null where the spec is not valid.</summary>
    public TPlan? Plan { get; init; }

    /// <summary>The status that was told last.</summary>
    public TStatus? Last { get; init; }

    public override bool IsValid => Plan is not null;

    public override IReadOnlyList<Remark> Remarks => Plan?.Remarks ?? [];

    public override Condition? Previous(string type) => Last?.Conditions?.FirstOrDefault(condition => condition.Type == type);
}
