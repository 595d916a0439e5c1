using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Api.RolloutJobs;

/// <summary>How far a worker has come with its partition: what it serves under <c>/metrics</c>, and the last it says when it ends.</summary>
public sealed record RolloutReport
{
    /// <summary>Lines of all partitions; 0 until they are counted.</summary>
    public long All { get; init; }

    /// <summary>Lines of the partition; 0 until they are counted.</summary>
    public long Problems { get; init; }

    /// <summary>That nothing more is drawn for, those set aside too.</summary>
    public long Settled { get; init; }

    /// <summary>Set aside: every attempt crashed or hung.</summary>
    public long Quarantined { get; init; }

    /// <summary>Lines that are no problem.</summary>
    public long Invalid { get; init; }

    /// <summary>That are final.</summary>
    public long Rollouts { get; init; }
    public long Right { get; init; }
    public long Wrong { get; init; }
    public long Kept { get; init; }

    /// <summary>Tokens that engines drew and prompts that they read.</summary>
    public long Forward { get; init; }

    /// <summary>Tokens of kept chains.</summary>
    public long Backward { get; init; }
    public double TokensPerSecond { get; init; }
    public double RolloutsPerSecond { get; init; }
    public IReadOnlyList<PassReport> PassAt { get; init => field = value ?? []; } = [];

    /// <summary>Nothing is missing.</summary>
    public bool Done { get; init; }
}

/// <param name="K">Rollouts.</param>
/// <param name="Sum">Of the unbiased estimate of a right answer among them, over problems.</param>
/// <param name="Problems">How many.</param>
public sealed record PassReport(int K, double Sum, long Problems);

/// <summary>What a written dataset is, as its writer says when it ends.</summary>
public sealed record DatasetReport
{
    /// <summary>Of <c>manifest.json</c>.</summary>
    public required string Manifest { get; init; }

    /// <summary>SHA-256 of it, lower-case hex.</summary>
    public required string Sha256 { get; init; }
    public long Problems { get; init; }
    public long Quarantined { get; init; }
    public long Rollouts { get; init; }
    public long Right { get; init; }
    public long Wrong { get; init; }
    public long Kept { get; init; }

    /// <summary>Tokens that engines drew and prompts that they read.</summary>
    public long Forward { get; init; }

    /// <summary>Tokens of the kept ones.</summary>
    public long KeptTokens { get; init; }

    /// <summary>By format.</summary>
    public IReadOnlyDictionary<string, long> Lines { get; init => field = value ?? new Dictionary<string, long>(); } = new Dictionary<string, long>();

    /// <summary>By how many rollouts.</summary>
    public IReadOnlyDictionary<int, double> PassAt { get; init => field = value ?? new Dictionary<int, double>(); } = new Dictionary<int, double>();
}

/// <summary>The names of a worker's figures under <c>/metrics</c>, as Prometheus has them.</summary>
public static class RolloutMetricNames
{
    public const string Problems = "reasonops_rollouts_problems";
    public const string Final = "reasonops_rollouts_final_total";
    public const string Right = "reasonops_rollouts_right_total";
    public const string Wrong = "reasonops_rollouts_wrong_total";
    public const string Kept = "reasonops_rollouts_kept_total";
    public const string Tokens = "reasonops_rollouts_tokens_total";
    public const string TokensPerSecond = "reasonops_rollouts_tokens_per_second";
    public const string RolloutsPerSecond = "reasonops_rollouts_per_second";
    public const string PassSum = "reasonops_rollouts_pass_sum";
    public const string PassProblems = "reasonops_rollouts_pass_problems";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RolloutReport))]
[JsonSerializable(typeof(DatasetReport))]
public sealed partial class RolloutReportJson : JsonSerializerContext
{
    /// <summary>What a pod said last; null where that is none of ours, or cut.</summary>
    public static RolloutReport? ReadWorker(string text) => Read(text, static text => JsonSerializer.Deserialize(text, Default.RolloutReport));

    /// <inheritdoc cref="ReadWorker"/>
    public static DatasetReport? ReadWriter(string text) => Read(text, static text => JsonSerializer.Deserialize(text, Default.DatasetReport));

    private static T? Read<T>(string text, Func<string, T?> read)
        where T : class
    {
        try
        {
            return read(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
