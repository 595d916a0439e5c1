namespace ReasonOps.OpenAi.Models;

/// <summary>The answer of <c>GET /v1/models</c>.</summary>
public sealed record ModelList
{
    public string Object { get; init => field = value ?? "list"; } = "list";
    public IReadOnlyList<ModelInfo> Data { get; init => field = PresentItems.Of(value); } = [];
}

public sealed record ModelInfo
{
    public string Id { get; init => field = value ?? ""; } = "";
    public string Object { get; init => field = value ?? "model"; } = "model";
    public long Created { get; init; }
    public string? OwnedBy { get; init; }

    /// <summary>What is served under that name, as a path or a repository; vLLM's extension.</summary>
    public string? Root { get; init; }

    /// <summary>Tokens that prompt and completion may take together; vLLM's extension.</summary>
    public int? MaxModelLen { get; init; }
}
