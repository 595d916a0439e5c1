namespace ReasonOps.Kubernetes.Models;

/// <summary>What the API server answers when it does not answer with an object.</summary>
public sealed record V1Status
{
    public string? Status { get; init; }
    public string? Message { get; init; }

    /// <summary>As <c>Conflict</c>.</summary>
    public string? Reason { get; init; }
    public int? Code { get; init; }
}

/// <summary>Of a list: where it was read, and how it goes on.</summary>
public sealed record V1ListMeta
{
    public string? ResourceVersion { get; init; }

    /// <summary>Of the next page; null or empty on the last.</summary>
    public string? Continue { get; init; }
    public long? RemainingItemCount { get; init; }
}
