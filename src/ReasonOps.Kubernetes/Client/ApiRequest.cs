using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Client;

/// <summary>One call of the API server, as often as it is tried.</summary>
/// <param name="Type">Null of a raw path.</param>
/// <param name="Path">Below the server's URL, with the query.</param>
internal sealed record ApiRequest(Verb Verb, EntityType? Type, string Path)
{
    public const string Json = "application/json";

    public string Accept { get; init; } = Json;
    public ReadOnlyMemory<byte>? Body { get; init; }
    public string ContentType { get; init; } = Json;
    public string? Subresource { get; init; }

    public HttpMethod Method => Verb switch
    {
        Verb.Create => HttpMethod.Post,
        Verb.Replace => HttpMethod.Put,
        Verb.Patch or Verb.Apply => HttpMethod.Patch,
        Verb.Delete => HttpMethod.Delete,
        _ => HttpMethod.Get,
    };

    /// <summary>Sent twice, it leaves the same; of a creation and a replacement we could not tell whose the conflict is.</summary>
    public bool IsRepeatable => Verb is not (Verb.Create or Verb.Replace);

    public string Kind => Type?.Kind ?? "raw";
}

internal enum Verb
{
    Get,
    List,
    Watch,
    Create,
    Replace,
    Patch,
    Apply,
    Delete,
    Raw,
}
