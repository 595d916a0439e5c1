using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Status;

/// <summary>All that a status is made of.</summary>
public sealed record StatusInput
{
    /// <summary>Name, namespace, UID and generation are set.</summary>
    public required V1ObjectMeta Owner { get; init; }

    /// <summary>Null where the spec is not valid.</summary>
    public ServicePlan? Plan { get; init; }

    /// <summary>What is wrong with the spec, each with its field; told where there is no plan.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>After this pass's own writes.</summary>
    public required Observed Observed { get; init; }

    /// <summary>What kept this pass from making the children as planned: <see cref="Reasons.ApplyFailed"/>, <see cref="Reasons.NameTaken"/> ...</summary>
    public IReadOnlyList<Remark> Troubles { get; init; } = [];
    public ReasoningServiceStatus? Previous { get; init; }

    /// <summary>Nothing is applied, by the annotation <c>reasonops.io/paused</c>.</summary>
    public bool Paused { get; init; }
    public required DateTimeOffset Now { get; init; }
}
