using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Apply;

/// <summary>Deletes children that are no longer desired; never another's, nor a namesake that came since.</summary>
public sealed partial class ChildPruner(IKubernetesClient client, ILogger<ChildPruner> log)
{
    private readonly ILogger _log = log;

    /// <param name="ownerUid">Of the controller whose children these are; others' objects are passed over.</param>
    /// <param name="children">As cached, with the type they are served as.</param>
    /// <param name="isDesired">Whether a child stays.</param>
    /// <returns>What was deleted.</returns>
    /// <exception cref="KubernetesException">One that is still there could not be deleted; those before it were.</exception>
    public async Task<IReadOnlyList<ApiObject>> PruneAsync(
        string ownerUid, IEnumerable<(EntityType Type, ApiObject Live)> children, Func<EntityType, ApiObject, bool> isDesired,
        CancellationToken cancellation)
    {
        var deleted = new List<ApiObject>();
        foreach (var (type, live) in children)
            if (IsChild(live, ownerUid) && !isDesired(type, live) && await DeleteAsync(type, live, cancellation)) deleted.Add(live);
        return deleted;
    }

    private static bool IsChild(ApiObject live, string ownerUid) =>
        live.Metadata.DeletionTimestamp is null
        && live.Metadata.OwnerReferences?.Any(owner => owner.Controller == true && owner.Uid == ownerUid) == true;

    private async Task<bool> DeleteAsync(EntityType type, ApiObject live, CancellationToken cancellation)
    {
        try
        {
            if (!await client.DeleteAsync(type, live.Metadata.Namespace, live.Metadata.Name!, live.Metadata.Uid, cancellation)) return false;
            LogPruned(type, ObjectKey.Of(live));
            return true;
        }
        catch (KubernetesException fault) when (fault.IsConflict)
        {
            if (await IsThereAsync(type, live, cancellation)) throw; // Somebody wrote to it at the same time.
            return false; // Gone, and another has its name.
        }
    }

    private async Task<bool> IsThereAsync(EntityType type, ApiObject live, CancellationToken cancellation) =>
        await client.GetAsync<ApiObject>(type, live.Metadata.Namespace, live.Metadata.Name!, cancellation) is { } now && now.Metadata.Uid == live.Metadata.Uid;

    [LoggerMessage(LogLevel.Information, "{Type} {Key} is no longer wanted and was deleted")]
    private partial void LogPruned(EntityType type, ObjectKey key);
}
