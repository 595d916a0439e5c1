using ReasonOps.Api.VerifierPools;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Passes;

namespace ReasonOps.Operator.VerifierPools;

[KubernetesEntity(Group = "reasonops.io", ApiVersion = "v1alpha1", Kind = VerifierPool.KindName, PluralName = "verifierpools")]
public sealed record V1Alpha1VerifierPool : V1Alpha1Object
{
    protected override string OwnKind => VerifierPool.KindName;
}
