using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Leases;

/// <summary>
/// One competitor's hold on a Lease. Others' leases run from when we saw them change, by our own clock; the times in them are for
/// people, since clocks differ. Every write carries the resource version, so of two that try at once one fails. Not thread-safe.
/// </summary>
internal sealed class LeaseHolder(IKubernetesClient client, LeaderElectionOptions options, TimeProvider time)
{
    private static readonly EntityType Type = EntityType.Of<V1Lease>();

    private V1Lease? _seen;
    private long _seenAt;

    /// <summary>Who holds it, as last seen; empty for nobody.</summary>
    public string Holder => _seen?.Spec?.HolderIdentity ?? "";

    public bool IsOurs => Holder == options.Identity;

    /// <summary>Takes or renews it.</summary>
    /// <returns>Whether it is ours now.</returns>
    /// <exception cref="KubernetesException">The server could not be asked.</exception>
    public async Task<bool> TryHoldAsync(CancellationToken cancellation)
    {
        // A renewal needs no read: the version tells whether it still is as we left it.
        if (IsOurs && await TryWriteAsync(Ours(_seen!), cancellation)) return true;
        var lease = await client.GetAsync<V1Lease>(Type, options.Namespace, options.Name, cancellation);
        if (lease is null) return await TryCreateAsync(cancellation);
        See(lease);
        return !IsHeldByAnother && await TryWriteAsync(Ours(lease), cancellation);
    }

    /// <summary>Lets others have it at once.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        if (!IsOurs || await TryWriteAsync(Free(_seen!), cancellation)) return;
        // The answer to a renewal that was cut off is not known: the server may have taken it, and the version with it.
        if (await client.GetAsync<V1Lease>(Type, options.Namespace, options.Name, cancellation) is not { } lease) return;
        See(lease);
        if (IsOurs) await TryWriteAsync(Free(lease), cancellation);
    }

    private V1Lease Free(V1Lease lease) => lease with { Spec = lease.Spec! with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = time.GetUtcNow() } };

    private bool IsHeldByAnother =>
        Holder.Length > 0 && !IsOurs
        && time.GetElapsedTime(_seenAt) < (_seen!.Spec!.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : options.LeaseDuration);

    private V1Lease Ours(V1Lease lease)
    {
        var now = time.GetUtcNow();
        var (renews, before) = (lease.Spec?.HolderIdentity == options.Identity, lease.Spec);
        return lease with { Spec = new() {
            HolderIdentity = options.Identity, LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds, RenewTime = now,
            AcquireTime = renews ? before!.AcquireTime : now,
            LeaseTransitions = (before?.LeaseTransitions ?? 0) + (renews || before is null ? 0 : 1) } };
    }

    private async Task<bool> TryCreateAsync(CancellationToken cancellation)
    {
        try
        {
            var made = Ours(new() { Metadata = new() { Namespace = options.Namespace, Name = options.Name } });
            See(await client.CreateAsync(Type, made, cancellation));
            return true;
        }
        catch (KubernetesException raced) when (raced.IsConflict)
        {
            return false;
        }
    }

    private async Task<bool> TryWriteAsync(V1Lease lease, CancellationToken cancellation)
    {
        try
        {
            See(await client.ReplaceAsync(Type, lease, cancellation));
            return true;
        }
        catch (KubernetesException raced) when (raced.IsConflict || raced.Status == System.Net.HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private void See(V1Lease lease)
    {
        if (_seen?.Spec != lease.Spec) _seenAt = time.GetTimestamp();
        _seen = lease;
    }
}
