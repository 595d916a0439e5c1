using System.Text.Json.Nodes;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.ReasoningServices.Desired.Models;

/// <summary>What an engine pod needs so that its engine finds the model.</summary>
internal sealed record ModelFiles
{
    public const string CachePath = "/models/cache";
    public const string SourcePath = "/models/source";

    /// <summary>What the engine is told: a path, or the name of a repository that it downloads.</summary>
    public required string Location { get; init; }

    /// <summary>Of a repository; null for its main one.</summary>
    public string? Revision { get; init; }

    /// <summary>Whether the engine itself reads a repository.</summary>
    public bool IsRepository { get; init; }
    public IReadOnlyList<JsonObject> Volumes { get; init; } = [];

    /// <summary>Of the engine's container.</summary>
    public IReadOnlyList<JsonObject> Mounts { get; init; } = [];

    /// <summary>What fetches the model before the engine starts, so that a slow download is no slow start.</summary>
    public JsonObject? Download { get; init; }

    /// <param name="plan">Starts engines.</param>
    public static ModelFiles Of(ServicePlan plan) => plan.Source switch
    {
        HuggingFaceSource source => HuggingFaceModel.Of(plan, source),
        ClaimSource source => ClaimModel.Of(source),
        ImageSource source => ImageModel.Of(plan, source),
        BucketSource source => BucketModel.Of(plan, source),
        EmbeddedSource source => new() { Location = source.Uri },
        _ => throw new InvalidOperationException("a plan that starts engines has a model source"),
    };
}
