using ReasonOps.Api.Declarations;

namespace ReasonOps.Api.Kinds;

/// <summary>Names a Secret; what is read from it depends on the field.</summary>
/// <param name="Name">A Secret in the namespace of the object; locally, the name given with <c>--secret</c>.</param>
/// <param name="Key">The entry of the Secret; left out, every entry (keys of tenants and callers) or its only one (an engine's key).</param>
public sealed record SecretReference(
    [property: DnsName] string Name,
    [property: Length(1, 253), Pattern("^[-._a-zA-Z0-9]*$", "is not an entry of a Secret; it has letters, digits, '-', '_' and '.' only")] string? Key = null)
{
    /// <summary>As what it names is looked up: <c>name</c>, or <c>name/entry</c>.</summary>
    public override string ToString() => Key is null ? Name : $"{Name}/{Key}";
}

/// <summary>Names an object of the same namespace.</summary>
/// <param name="Name">The name of the object, in the same namespace.</param>
public sealed record ObjectReference([property: DnsName] string Name);
