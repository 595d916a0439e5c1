using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Controllers;

/// <summary>Brings the world to what one object says; called by one worker at a time for a key.</summary>
public interface IEntityController<T> where T : class, IKubernetesObject
{
    /// <summary>An exception is a failure: the key is tried again with growing delays, without end.</summary>
    Task<ReconciliationResult<T>> ReconcileAsync(T entity, CancellationToken cancellation);

    /// <summary>The object is gone from the server; its children go by their owner references.</summary>
    Task<ReconciliationResult<T>> DeletedAsync(ObjectKey key, CancellationToken cancellation);
}

/// <summary>Work that must end before an object may go; its finalizer is taken away by patch once it succeeded or its deadline passed.</summary>
public interface IEntityFinalizer<T> where T : class, IKubernetesObject
{
    /// <summary>As <c>reasonops.io/drain</c>.</summary>
    string Identifier { get; }

    /// <summary>Counted from the deletion; after it the object goes, finalized or not.</summary>
    TimeSpan Deadline { get; }

    Task<ReconciliationResult<T>> FinalizeAsync(T entity, CancellationToken cancellation);
}

/// <param name="Error">Null for success.</param>
/// <param name="RequeueAfter">Look again then, whatever happens.</param>
public sealed record ReconciliationResult<T>(T? Entity, string? Error = null, TimeSpan? RequeueAfter = null)
{
    public bool IsSuccess => Error is null;

#pragma warning disable CA1000 // KubeOps' vocabulary
    public static ReconciliationResult<T> Success(T? entity, TimeSpan? requeueAfter = null) => new(entity, null, requeueAfter);

    public static ReconciliationResult<T> Failure(T? entity, string error, TimeSpan? requeueAfter = null) => new(entity, error, requeueAfter);
#pragma warning restore CA1000
}
