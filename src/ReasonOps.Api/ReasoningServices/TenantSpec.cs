using System.ComponentModel;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.ReasoningServices;

/// <summary>Who may ask, and how much thinking they get. What a tenant leaves out it takes from the service.</summary>
[Rule("!has(self.strategy) || !has(self.strategies) || self.strategy in self.strategies", "strategy is not in strategies; add it there or choose one of these")]
[Rule("!has(self.votes) || !has(self.strategies) || self.strategies.exists(kind, kind != 'SingleChain')"
    + " || ((!has(self.votes.default) || self.votes.default <= 1) && (!has(self.votes.max) || self.votes.max <= 1))",
    "SingleChain casts 1 vote; add MajorityVote to strategies or lower votes to 1")]
public sealed record TenantSpec : StrategyFields
{
    public const int Most = 1000;

    /// <summary>The tenant's name, in metrics and logs.</summary>
    [DnsLabel]
    public required string Name { get; init; }

    /// <summary>Where the tenant's API keys are.</summary>
    public required TenantKeys Keys { get; init; }

    /// <summary>What a request that names none gets: unless said, the service's strategy where it is allowed, else the first allowed one.</summary>
    public StrategyKind? Strategy { get; init; }

    /// <summary>What a request may name; the default strategy alone unless said.</summary>
    [Length(1, 16, IfEmpty = "is empty; list the strategies that requests may name, or leave it out"), Distinct]
    public IReadOnlyList<StrategyKind>? Strategies { get; init; }

    /// <summary>Chains that vote, under strategies that vote; <c>SingleChain</c> always casts one.</summary>
    [Counts(1, StrategyRules.MostVotes)]
    public BoundedCount? Votes { get; init; }

    /// <summary>When a vote may end before every chain is cast.</summary>
    public StopSpec? Stop { get; init; }

    /// <summary>What one chain may spend.</summary>
    public TenantBudget? Budget { get; init; }

    /// <summary>How long a whole request may take, at most 24h.</summary>
    [Lasting(StrategyRules.LongestDeadline)]
    public Duration? Deadline { get; init; }

    /// <summary>What happens to a chain that has thought all its tokens.</summary>
    public WhenSpent? WhenSpent { get; init; }

    /// <summary>How much the tenant may ask for; what is left out is without limit.</summary>
    public TenantLimits? Limits { get; init; }

    /// <summary>Fair share when the service is full: 2 gets twice as much as 1; 1 unless said.</summary>
    [Bounds(1), FilledIn(1)]
    public int? Share { get; init; }

    /// <summary>Whose requests go first when the service is full; <c>Normal</c> unless said.</summary>
    [FilledIn(nameof(TenantPriority.Normal))]
    public TenantPriority? Priority { get; init; }

    /// <summary>What tokens cost the tenant, as told in answers; nothing unless said.</summary>
    public TenantPrice? Price { get; init; }
}

[Description("a priority")]
public enum TenantPriority
{
    /// <summary>Before all others; what others have waited for long goes by shares alone, so none of them starves.</summary>
    High,

    /// <summary>By its share.</summary>
    Normal,

    /// <summary>Only while the engines are mostly idle: work that can wait.</summary>
    Batch,
}

/// <summary>API keys: every entry of the Secret is one, or only the named entry.</summary>
/// <param name="SecretRef">The Secret; every entry of it is a key, or only the named one.</param>
public sealed record TenantKeys(SecretReference SecretRef);

/// <summary>What a request gets when it asks for nothing, and the most it gets; the maximum is the default unless said.</summary>
/// <param name="Default">What a request gets that asks for nothing.</param>
/// <param name="Max">The most that a request gets; the default unless said.</param>
[Rule("!has(self.default) || !has(self.max) || self.default <= self.max", "max is below default; raise max or lower default")]
public sealed record BoundedCount(int? Default = null, int? Max = null);

/// <summary>What a chain of the tenant may spend.</summary>
public sealed record TenantBudget
{
    /// <summary>Tokens a chain may think.</summary>
    [Counts(1, StrategyRules.MostTokens)]
    public BoundedCount? ReasoningTokens { get; init; }

    /// <summary>Tokens a chain may answer in.</summary>
    [Bounds(1, StrategyRules.MostTokens)]
    public int? AnswerTokens { get; init; }
}

/// <summary>How much a tenant may ask for; what is left out is without limit.</summary>
public sealed record TenantLimits
{
    /// <summary>Requests a minute.</summary>
    [Bounds(1)]
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens of prompts and chains a minute.</summary>
    [Bounds(1)]
    public int? TokensPerMinute { get; init; }

    /// <summary>Chains that think at the same time.</summary>
    [Bounds(1)]
    public int? Concurrent { get; init; }

    /// <summary>Tokens of prompts and chains a day.</summary>
    [Bounds(1)]
    public long? TokensPerDay { get; init; }
}

/// <summary>For a million tokens each. Unless said, thinking costs what answering costs and the rest is free.</summary>
public sealed record TenantPrice
{
    /// <summary>For a million tokens of prompt; 0 unless said.</summary>
    [Bounds(0), FilledIn(0)]
    public decimal? InputPerMillion { get; init; }

    /// <summary>For a million tokens of thinking; what answering costs unless said.</summary>
    [Bounds(0)]
    public decimal? ReasoningPerMillion { get; init; }

    /// <summary>For a million tokens of answer; 0 unless said.</summary>
    [Bounds(0), FilledIn(0)]
    public decimal? AnswerPerMillion { get; init; }
}
