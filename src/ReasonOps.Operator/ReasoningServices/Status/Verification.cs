using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Status;

/// <summary><c>VerifierAvailable</c>: whether the pool that a service names is there and answers. Without it the service still serves.</summary>
internal static class Verification
{
    /// <returns>Null for a service that names none.</returns>
    public static Verdict? Of(StatusInput<ServicePlan, ReasoningServiceStatus> input) => input.Plan switch
    {
        null => input.Known(ConditionTypes.VerifierAvailable),
        { Spec.Verification: null } => null,
        { Spec.Verification.PoolRef.Name: var name, Pool: null } =>
            Verdict.No(Reasons.PoolNotFound, $"there is no VerifierPool {name} in this namespace; create it, or take spec.verification away"),
        { Pool: { IsReady: true } pool } => Verdict.Yes(Reasons.Available, $"VerifierPool {pool.Name} answers at {pool.Url}"),
        { Pool: { } pool } => Verdict.No(Reasons.VerifiersUnavailable, $"VerifierPool {pool.Name} is not ready"),
    };
}
