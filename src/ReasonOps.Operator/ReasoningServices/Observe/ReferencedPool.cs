using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.VerifierPools;
using ReasonOps.Operator.VerifierPools.Observe;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>The pool that a service names, as far as the service is concerned.</summary>
/// <param name="Keys">Where the keys are that it asks for; null where it asks for none.</param>
public sealed record ReferencedPool(string Name, bool IsReady, SecretReference? Keys)
{
    public static ReferencedPool Of(V1Alpha1VerifierPool pool) => new(
        pool.Metadata.Name!, pool.Status.Condition(ConditionTypes.Ready).At("status").Text() == "True", PoolKeys.Of(pool.Spec));
}
