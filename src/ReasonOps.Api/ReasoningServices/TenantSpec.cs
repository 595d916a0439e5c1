using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>Who may ask, and how much thinking they get. What a tenant leaves out it takes from the service.</summary>
public sealed record TenantSpec
{
    public required string Name { get; init; }
    public required TenantKeys Keys { get; init; }

    /// <summary>What a request that names none gets: unless said, the service's strategy where it is allowed, else the first allowed one.</summary>
    public StrategyKind? Strategy { get; init; }

    /// <summary>What a request may name; the default strategy alone unless said.</summary>
    public IReadOnlyList<StrategyKind>? Strategies { get; init; }

    /// <summary>Of strategies that vote; <c>SingleChain</c> always casts one.</summary>
    public BoundedCount? Votes { get; init; }
    public StopSpec? Stop { get; init; }
    public TenantBudget? Budget { get; init; }
    public Duration? Deadline { get; init; }
    public WhenSpent? WhenSpent { get; init; }

    /// <summary>What is left out is without limit.</summary>
    public TenantLimits? Limits { get; init; }

    /// <summary>Fair share when the service is full; 1 unless said.</summary>
    public int? Share { get; init; }
    public TenantPrice? Price { get; init; }
}

/// <summary>API keys: every entry of the Secret is one, or only the named entry.</summary>
public sealed record TenantKeys(SecretReference SecretRef);

/// <summary>What a request gets when it asks for nothing, and the most it gets; the maximum is the default unless said.</summary>
public sealed record BoundedCount(int? Default = null, int? Max = null);

public sealed record TenantBudget
{
    public BoundedCount? ReasoningTokens { get; init; }
    public int? AnswerTokens { get; init; }
}

public sealed record TenantLimits
{
    public int? RequestsPerMinute { get; init; }
    public int? TokensPerMinute { get; init; }
    public int? Concurrent { get; init; }
    public long? TokensPerDay { get; init; }
}

/// <summary>For a million tokens each. Unless said, thinking costs what answering costs and the rest is free.</summary>
public sealed record TenantPrice
{
    public decimal? InputPerMillion { get; init; }
    public decimal? ReasoningPerMillion { get; init; }
    public decimal? AnswerPerMillion { get; init; }
}
