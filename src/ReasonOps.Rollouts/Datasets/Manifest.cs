using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ReasonOps.Rollouts.Datasets;

/// <summary>What a dataset is and what it was made of: <c>manifest.json</c>, written last and whole.</summary>
public sealed record Manifest
{
    public required string Job { get; init; }
    public required string Model { get; init; }

    /// <summary>Of the ReasonOps that drew it.</summary>
    public required string Version { get; init; }

    /// <summary>Every chain's seed follows from it.</summary>
    public required long Seed { get; init; }

    /// <summary>The job as it was given.</summary>
    public required JsonObject Spec { get; init; }
    public required DatasetCounts Counts { get; init; }

    /// <summary>By format.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Shard>> Shards { get; init; }
}

/// <summary>What was drawn and what was kept.</summary>
public sealed record DatasetCounts
{
    public long Problems { get; init; }
    public long Quarantined { get; init; }
    public long Rollouts { get; init; }
    public long Right { get; init; }
    public long Wrong { get; init; }
    public long Undecided { get; init; }
    public long Kept { get; init; }

    /// <summary>Why the others were not kept.</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new Dictionary<string, long>();

    /// <summary>Tokens of all trajectories, what chains share counted once.</summary>
    public long Tokens { get; init; }

    /// <summary>The same, counted for every chain.</summary>
    public long TokensUnshared { get; init; }

    /// <summary>Tokens that engines drew, lost ones included.</summary>
    public long Drawn { get; init; }

    /// <summary>The same, and those of prompts that engines read.</summary>
    public long Forward { get; init; }

    /// <summary>Tokens of the kept ones: what a trainer reads.</summary>
    public long KeptTokens { get; init; }

    /// <summary>Rollouts by the version of the weights that ended them; those whose engine said none are not among them.</summary>
    public IReadOnlyDictionary<string, long> Weights { get; init; } = new Dictionary<string, long>();

    /// <summary>The unbiased estimate of a right answer among so many rollouts, over the problems that have as many.</summary>
    public IReadOnlyDictionary<int, double> PassAt { get; init; } = new Dictionary<int, double>();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(Manifest))]
public sealed partial class DatasetJson : JsonSerializerContext
{
    /// <summary>Letters as they are: what is read by trainers is no web page.</summary>
    public static DatasetJson Plain => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
