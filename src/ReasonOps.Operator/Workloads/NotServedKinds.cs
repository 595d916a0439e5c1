namespace ReasonOps.Operator.Workloads;

/// <summary>What was asked for beside an object of ours, and the cluster has no kind for. The rest runs without it.</summary>
internal static class NotServedKinds
{
    public static Remark PodMonitor(string field) => Missing(field, "PodMonitor (monitoring.coreos.com/v1)", "install the Prometheus operator");

    public static Remark Missing(string field, string kind, string wayOut) =>
        new(Blocks: false, "KindNotServed", $"{field}: this cluster serves no {kind}; {wayOut}, or take it away");
}
