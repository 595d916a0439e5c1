using ReasonOps.Api.RolloutJobs;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Passes;

namespace ReasonOps.Operator.RolloutJobs;

[KubernetesEntity(Group = "reasonops.io", ApiVersion = "v1alpha1", Kind = RolloutJob.KindName, PluralName = "rolloutjobs")]
public sealed record V1Alpha1RolloutJob : V1Alpha1Object
{
    protected override string OwnKind => RolloutJob.KindName;
}
