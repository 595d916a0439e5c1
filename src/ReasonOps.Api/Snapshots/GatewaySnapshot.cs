using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Snapshots;

/// <summary>
/// All a gateway needs to know of its service, with every default and every tenant's policy resolved; one versioned
/// JSON document, read whole or not at all. Made by <c>up</c> or the operator, read by the gateway.
/// </summary>
public sealed record GatewaySnapshot
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;
    public required string Service { get; init; }

    /// <summary>What clients send as <c>model</c>.</summary>
    public required string Model { get; init; }
    public required EngineTargets Engines { get; init; }
    public required AnswerFormatSnapshot AnswerFormat { get; init; }
    public required IReadOnlyList<TenantSnapshot> Tenants { get; init; }

    /// <summary>Gateways that share the engines; absent: this one alone.</summary>
    public int? Gateways { get; init; }

    /// <summary>What decides whether an answer is right; null where nothing does.</summary>
    public VerifierTarget? Verifier { get; init; }

    /// <summary>What ranks answers; null where nothing does.</summary>
    public ScoringTargets? Scoring { get; init; }

    /// <summary>Texts that end a step of thinking; absent: a blank line.</summary>
    public IReadOnlyList<string>? Steps { get; init; }
}

/// <summary>Where the reward models are, and the model that compares; each null where there is none.</summary>
public sealed record ScoringTargets(ScorerTarget? Outcome = null, ScorerTarget? Process = null, JudgeTarget? Judge = null);

/// <param name="Url">Up to and with <c>/v1</c>: <c>/score</c> comes behind it.</param>
/// <param name="Key">Sent as the bearer token; a secret, never logged.</param>
public sealed record ScorerTarget(string Url, string? Key = null);

/// <param name="Url">Up to and with <c>/v1</c>, of OpenAI's API.</param>
/// <param name="Model">What is asked for there.</param>
/// <param name="Key">Sent as the bearer token; a secret, never logged.</param>
public sealed record JudgeTarget(string Url, string Model, string? Key = null);

/// <param name="Url">Of a pool, without a path: <c>/v1/verify</c> comes behind it.</param>
/// <param name="Key">Sent as the bearer token; a secret, never logged.</param>
public sealed record VerifierTarget(string Url, string? Key = null);

/// <summary>Where the engines are: fixed addresses, or a DNS name that resolves to all of them.</summary>
public sealed record EngineTargets
{
    /// <summary><c>vllm</c>, <c>sglang</c>, <c>llamacpp</c>, <c>onnx</c> or <c>openai</c> (anything else that speaks the API).</summary>
    public required string Runtime { get; init; }
    public IReadOnlyList<EngineTarget> Fixed { get; init => field = value ?? []; } = [];

    /// <summary>As <c>http://math-engines.team-a.svc:8000/v1</c>; every address its host resolves to is an engine.</summary>
    public string? Dns { get; init; }

    /// <summary>KV tokens that one engine holds; absent where nobody knows: then requests do not wait here for room.</summary>
    public long? KeyValueTokens { get; init; }

    /// <summary>True while no engine is wanted: a gateway without one is ready then, and tells who asks (503).</summary>
    public bool? ScaledToZero { get; init; }

    /// <summary>True where the last engine goes when nothing is asked: a gateway without one is ready then, and holds requests until one is back.</summary>
    public bool? Holds { get; init; }
}

/// <param name="Url">Up to and with <c>/v1</c>.</param>
/// <param name="Key">Sent as the bearer token; a secret, never logged.</param>
/// <param name="Model">What this engine calls the model, where it differs.</param>
public sealed record EngineTarget(string Url, string? Key = null, string? Model = null);

/// <param name="Kind"><c>Hash</c>, <c>HashHashHashHash</c>, <c>Boxed</c>, <c>LastNumber</c>, <c>Choice</c>, <c>JsonField</c>, <c>Regex</c> or <c>Whole</c>.</param>
/// <param name="Pattern">The field of <c>JsonField</c>, the pattern of <c>Regex</c>.</param>
public sealed record AnswerFormatSnapshot(string Kind, string? Pattern = null);

public sealed record TenantSnapshot
{
    public required string Name { get; init; }

    /// <summary>SHA-256 of each API key, lower-case hex.</summary>
    public required IReadOnlyList<string> KeyHashes { get; init; }

    /// <summary>The strategy of a request that names none; also the first allowed one.</summary>
    public required string Strategy { get; init; }
    public required IReadOnlyList<string> Strategies { get; init; }
    public required Bounded Votes { get; init; }
    public required StopSnapshot Stop { get; init; }

    /// <summary>What its strategies are made of.</summary>
    public StrategySnapshot Settings { get; init => field = value ?? new(); } = new();
    public required Bounded ReasoningTokens { get; init; }
    public required int AnswerTokens { get; init; }
    public required double DeadlineSeconds { get; init; }

    /// <summary><c>ForceAnswer</c>, <c>Truncate</c> or <c>Fail</c>.</summary>
    public required string WhenSpent { get; init; }
    public LimitsSnapshot Limits { get; init => field = value ?? new(); } = new();
    public PriceSnapshot? Price { get; init; }
    public int Share { get; init => field = Math.Max(1, value); } = 1;

    /// <summary><c>High</c>, <c>Normal</c> or <c>Batch</c>.</summary>
    public string Priority { get; init => field = value ?? nameof(TenantPriority.Normal); } = nameof(TenantPriority.Normal);
}

/// <summary>What a request gets when it asks for nothing, and the most it gets.</summary>
public sealed record Bounded(int Default, int Max);

/// <param name="Rule"><c>None</c>, <c>Beta</c>, <c>Window</c> or <c>Majority</c>.</param>
/// <param name="Confidence">Of <c>Beta</c>: P(the leader stays ahead) that ends the vote.</param>
/// <param name="Window">Of <c>Window</c>: how many votes in a row must agree.</param>
public sealed record StopSnapshot(string Rule, double Confidence = 0.95, int Window = 5);

/// <summary>Absent: without limit.</summary>
public sealed record LimitsSnapshot(
    int? RequestsPerMinute = null, int? TokensPerMinute = null, int? Concurrent = null, long? TokensPerDay = null);

/// <summary>For a million tokens each.</summary>
public sealed record PriceSnapshot(decimal InputPerMillion, decimal ReasoningPerMillion, decimal AnswerPerMillion);
