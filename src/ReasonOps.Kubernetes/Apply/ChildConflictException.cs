using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Apply;

/// <summary>An object with a child's name is there and belongs to somebody else; it is left alone.</summary>
/// <param name="child">As <c>Service team-a/math</c>.</param>
/// <param name="owner">Its controller; null for nobody's.</param>
public sealed class ChildConflictException(string child, V1OwnerReference? owner) : Exception(
    $"{child} exists already and belongs to {(owner is null ? "nobody" : $"{owner.Kind} {owner.Name} ({owner.Uid})")}; rename or delete it")
{
    public string Child => child;

    public V1OwnerReference? Owner => owner;
}
