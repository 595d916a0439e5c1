using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Controllers;

/// <summary>Whose pass a child's change calls for.</summary>
internal static class OwnerKeys
{
    /// <param name="owner">The kind of owner; its version may be another in the reference.</param>
    /// <param name="uidOf">Of the owner as cached; null when there is none.</param>
    public static IEnumerable<ObjectKey> Of(IKubernetesObject? child, EntityType owner, bool deleted, Func<ObjectKey, string?> uidOf)
    {
        if (child?.Metadata.OwnerReferences?.FirstOrDefault(reference => reference.Controller == true) is not { } controller) yield break;
        if (controller.Kind != owner.Kind || GroupOf(controller.ApiVersion) != owner.Group) yield break;
        var key = new ObjectKey(owner.Namespaced ? child.Metadata.Namespace : null, controller.Name);
        // The last of a deleted owner's children make room for those of the one that now has its name, which must hear of it.
        if (deleted || uidOf(key) == controller.Uid) yield return key;
    }

    private static string GroupOf(string apiVersion) => apiVersion.LastIndexOf('/') is var slash and >= 0 ? apiVersion[..slash] : "";
}
