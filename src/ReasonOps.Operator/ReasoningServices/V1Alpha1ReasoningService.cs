using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Passes;

namespace ReasonOps.Operator.ReasoningServices;

[KubernetesEntity(Group = "reasonops.io", ApiVersion = "v1alpha1", Kind = ReasoningService.KindName, PluralName = "reasoningservices")]
public sealed record V1Alpha1ReasoningService : V1Alpha1Object
{
    protected override string OwnKind => ReasoningService.KindName;
}
