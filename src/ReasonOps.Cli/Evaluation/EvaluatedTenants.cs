using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Evaluation;

/// <summary>
/// The tenants of a service and, to compare with, one of them once more without early stopping. All without rate limits:
/// they are asked faster than any client would.
/// </summary>
internal sealed class EvaluatedTenants
{
    private readonly TenantSpec? _full;
    private readonly string _fullKey = $"rk-{Guid.NewGuid():N}";

    public EvaluatedTenants(ReasoningService service, SecretValues secrets, string? full)
    {
        var keys = service.Spec.Tenants.Select(tenant => (tenant.Name, secrets.KeyOf(tenant))).ToList();
        if (full is not null)
        {
            _full = service.Spec.Tenants.SingleOrDefault(tenant => tenant.Name == full)
                ?? throw new WrongInputException(
                    $"--full-votes {full}: there is no such tenant; known: {string.Join(", ", service.Spec.Tenants.Select(tenant => tenant.Name))}");
            keys.Add((FullName, _fullKey));
        }
        Keys = keys;
    }

    /// <summary>Who is asked as, and with which key.</summary>
    public IReadOnlyList<(string Name, string Key)> Keys { get; }

    private string FullName => $"{_full!.Name}, every vote";

    public GatewaySnapshot Prepare(GatewaySnapshot snapshot)
    {
        var tenants = snapshot.Tenants.Select(tenant => tenant with { Limits = new LimitsSnapshot() }).ToList();
        if (_full is not null)
        {
            var same = tenants.Single(tenant => tenant.Name == _full.Name);
            tenants.Add(same with { Name = FullName, KeyHashes = [SnapshotBuilder.HashKey(_fullKey)], Stop = new StopSnapshot("None") });
        }
        return snapshot with { Tenants = tenants };
    }
}
