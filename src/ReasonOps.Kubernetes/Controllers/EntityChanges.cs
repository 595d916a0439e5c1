using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Controllers;

/// <summary>Which changes of an object call for a pass over it.</summary>
internal static class EntityChanges
{
    /// <summary>
    /// All but those of its status alone, which the pass itself writes: figures in it would else lead from one pass to the next without end.
    /// Servers count spec changes in <c>generation</c>; where a kind has none, everything matters.
    /// </summary>
    public static bool Matter<T>(Change<T> change) where T : class, IKubernetesObject =>
        change.Old?.Metadata is not { } old || change.New?.Metadata is not { } @new || ReferenceEquals(change.Old, change.New)
        || old.Generation is null || old.Generation != @new.Generation || old.DeletionTimestamp != @new.DeletionTimestamp
        || !Same(old.Labels, @new.Labels) || !Same(old.Annotations, @new.Annotations)
        || !(old.Finalizers ?? []).SequenceEqual(@new.Finalizers ?? []) || !(old.OwnerReferences ?? []).SequenceEqual(@new.OwnerReferences ?? []);

    private static bool Same(IReadOnlyDictionary<string, string>? left, IReadOnlyDictionary<string, string>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0)
        && (left is null || left.All(entry => right!.TryGetValue(entry.Key, out var value) && value == entry.Value));
}
