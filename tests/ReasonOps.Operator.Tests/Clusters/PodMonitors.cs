namespace ReasonOps.Operator.Tests.Clusters;

/// <summary>A kind that a cluster may serve or not.</summary>
internal static class PodMonitors
{
    public const string Kind = "monitoring.coreos.com/v1/PodMonitor";

    public const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: podmonitors.monitoring.coreos.com}
        spec:
          group: monitoring.coreos.com
          names: {kind: PodMonitor, plural: podmonitors, singular: podmonitor, listKind: PodMonitorList}
          scope: Namespaced
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        """;
}
