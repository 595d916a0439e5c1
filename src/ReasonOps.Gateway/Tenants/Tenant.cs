using ReasonOps.Api.Snapshots;

namespace ReasonOps.Gateway.Tenants;

/// <summary>Who is asking: the policy of one snapshot, and limits that outlive it.</summary>
internal sealed record Tenant(TenantSnapshot Policy, TenantLimits Limits)
{
    public string Name => Policy.Name;
}
