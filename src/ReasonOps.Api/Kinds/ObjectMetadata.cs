using ReasonOps.Api.Declarations;

namespace ReasonOps.Api.Kinds;

/// <summary>The part of Kubernetes' metadata that a manifest writes.</summary>
public sealed record ObjectMetadata
{
    /// <summary>So long that the names of what is made for an object, which add to it, are still names and label values.</summary>
    public const int LongestName = 40;

    /// <summary>A DNS label of at most 40 characters; the names of everything made for it begin with it.</summary>
    [DnsLabel(LongestName)]
    public required string Name { get; init; }

    /// <summary>Where the object lives; nothing on one machine.</summary>
    [DnsLabel]
    public string? Namespace { get; init; }

    /// <summary>Labels of the object.</summary>
    [Labels]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Annotations of the object.</summary>
    [Annotations]
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
}
