using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>What was asked for beside the service itself, and the cluster has no kind for. The service runs without it.</summary>
internal static class ExtrasNotServed
{
    public static IEnumerable<Remark> Of(ReasoningServiceSpec spec, ServedKinds served)
    {
        if (spec.Monitoring?.PodMonitor == true && ChildKinds.PodMonitor(served) is null)
            yield return NotServedKinds.PodMonitor("spec.monitoring.podMonitor");
        if (spec.Gateway?.Ingress is not null && ChildKinds.Ingress(served) is null)
            yield return NotServedKinds.Missing("spec.gateway.ingress", "Ingress (networking.k8s.io/v1)", "use Kubernetes 1.19 or later");
        if (spec.Gateway?.Route is not null && ChildKinds.Route(served) is null)
            yield return NotServedKinds.Missing("spec.gateway.route", "HTTPRoute (gateway.networking.k8s.io/v1)", "install the Gateway API");
    }
}
