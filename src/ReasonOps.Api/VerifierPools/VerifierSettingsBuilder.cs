using ReasonOps.Api.Defaulting;
using ReasonOps.Api.Snapshots;

namespace ReasonOps.Api.VerifierPools;

/// <summary>What a verifier needs of a valid pool, every default resolved.</summary>
public static class VerifierSettingsBuilder
{
    /// <param name="pool">Without errors; defaulted or not.</param>
    /// <param name="keys">Of callers, as they are; told on as hashes. Where the pool names a Secret that is not there, none: nobody passes then.</param>
    public static VerifierSettings Of(VerifierPool pool, IReadOnlyList<string>? keys = null)
    {
        var spec = PoolDefaults.Apply(pool).Spec;
        return new()
        {
            Pool = pool.Metadata.Name,
            Checks = spec.Checks,
            Limits = Limits(spec.Limits!),
            Isolation = spec.Isolation.Mode!.Value,
            Workers = spec.Workers!.Value,
            Queue = spec.Queue!.Value,
            KeyHashes = spec.Keys is null ? null : [.. (keys ?? []).Select(key => key.Trim()).Where(key => key.Length > 0).Distinct().Select(SnapshotBuilder.HashKey)],
        };
    }

    private static VerifierLimits Limits(LimitsSpec limits) => new()
    {
        Cpu = limits.Cpu!.Value,
        Wall = limits.Wall!.Value,
        Memory = (long)limits.Memory!.Value.Value,
        Processes = limits.Processes!.Value,
        Output = (long)limits.Output!.Value.Value,
        Files = (long)limits.Files!.Value.Value,
    };
}
