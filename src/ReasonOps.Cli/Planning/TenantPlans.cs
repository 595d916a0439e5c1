using ReasonOps.Api.ReasoningServices;
using ReasonOps.Capacity.Planning;

namespace ReasonOps.Cli.Planning;

/// <summary>What each tenant's answers take of a replica.</summary>
/// <param name="replica">Null where its devices are not known.</param>
/// <param name="tokens">KV tokens of a replica whose bytes are not known; null for none known.</param>
/// <param name="assumed">What the manifest does not say.</param>
internal sealed class TenantPlans(Replica? replica, long? tokens, Assumptions assumed)
{
    /// <param name="tenant">Defaulted.</param>
    public TenantPlan Of(TenantSpec tenant)
    {
        var (shape, longest) = (Usual(tenant), Longest(tenant));
        var point = replica is { Speed.Device: { Bandwidth: > 0, Flops: > 0 } } ? replica.Operate(shape, assumed.TokensPerSecondPerUser) : null;
        var seconds = point is null ? (double?)null : replica!.AnswerSeconds(shape, point) * replica.Memory.Devices;
        return new(
            tenant.Name, $"{tenant.Strategy}", shape.Votes, shape.ChainTokens,
            replica?.Memory.AnswerBytes(longest.Votes, longest.PromptTokens, longest.ChainTokens),
            replica is null ? null : longest.Votes * replica.Memory.AnswerBytes(1, longest.PromptTokens, longest.ChainTokens),
            AnswersThatFit(longest), point?.Batch, point?.Binds, point?.TokensPerSecondEach, point?.TokensPerSecond,
            point is null ? null : shape.ChainTokens * point.StepSeconds, seconds, seconds / 3600 * assumed.AcceleratorPricePerHour, Price(tenant, shape),
            seconds is { } taken ? replica!.Memory.Devices / taken : null);
    }

    /// <summary>As a request comes that asks for nothing of its own.</summary>
    public AnswerShape Usual(TenantSpec tenant) => Longest(tenant) with { ChainTokens = Thinking(tenant) + tenant.Budget!.AnswerTokens!.Value };

    /// <summary>With every token of its usual budget.</summary>
    public AnswerShape Longest(TenantSpec tenant) => new(
        VotesOf(tenant, tenant.Votes!.Default!.Value), assumed.PromptTokens, (double)tenant.Budget!.ReasoningTokens!.Default!.Value + tenant.Budget.AnswerTokens!.Value);

    /// <summary>Answers at their longest in one replica; null where nothing of it is known.</summary>
    public long? AnswersThatFit(AnswerShape shape) =>
        replica is not null ? replica.Memory.Answers(shape.Votes, shape.PromptTokens, shape.ChainTokens)
        : tokens / (long)Math.Max(1, shape.PromptTokens + shape.Votes * shape.ChainTokens);

    public static int VotesOf(TenantSpec tenant, int votes) => tenant.Strategy == StrategyKind.SingleChain ? 1 : votes;

    private double Thinking(TenantSpec tenant)
    {
        var budget = tenant.Budget!.ReasoningTokens!.Default!.Value;
        return Math.Min(assumed.ReasoningTokens ?? budget, budget);
    }

    private decimal? Price(TenantSpec tenant, AnswerShape shape) => tenant.Price is not { } price ? null :
        ((decimal)shape.PromptTokens * price.InputPerMillion!.Value
            + shape.Votes * ((decimal)Thinking(tenant) * price.ReasoningPerMillion!.Value + tenant.Budget!.AnswerTokens!.Value * price.AnswerPerMillion!.Value)) / 1_000_000;
}
