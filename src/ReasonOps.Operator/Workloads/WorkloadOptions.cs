namespace ReasonOps.Operator.Workloads;

/// <summary>What the operator was started with that shapes children.</summary>
/// <param name="Image">ReasonOps' own image, for gateways, embedded engines and verifiers.</param>
/// <param name="ClusterDomain">As <c>cluster.local</c>.</param>
/// <param name="OperatorNamespace">Where the operator runs, which reads the figures of verifiers.</param>
public sealed record WorkloadOptions(string Image, string ClusterDomain = "cluster.local", string OperatorNamespace = "reasonops-system");
