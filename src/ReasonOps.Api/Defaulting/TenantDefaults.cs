using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Defaulting;

/// <summary>What a tenant leaves out it takes from the service, which has its defaults by now.</summary>
internal static class TenantDefaults
{
    /// <param name="stop">As the service's manifest says it; its default depends on whether this tenant votes.</param>
    public static TenantSpec Apply(TenantSpec tenant, ReasoningServiceSpec service, StopSpec? stop)
    {
        var strategy = DefaultStrategy(tenant, service.Strategy!.Kind);
        var strategies = tenant.Strategies ?? [strategy];
        var votes = strategies.Any(kind => kind != StrategyKind.SingleChain);
        return StrategyDefaults.Fill(tenant, service.Strategy, service) with
        {
            Strategy = strategy,
            Strategies = strategies,
            Votes = Bounded(tenant.Votes, votes ? ServiceVotes(service.Strategy) : 1),
            Stop = ServiceDefaults.Stop(tenant.Stop, stop, votes),
            Budget = new TenantBudget
            {
                ReasoningTokens = Bounded(tenant.Budget?.ReasoningTokens, service.Budget!.ReasoningTokens!.Value),
                AnswerTokens = tenant.Budget?.AnswerTokens ?? service.Budget.AnswerTokens,
            },
            Deadline = tenant.Deadline ?? service.Budget.Deadline,
            WhenSpent = tenant.WhenSpent ?? service.Budget.WhenSpent,
            Share = tenant.Share ?? 1,
            Priority = tenant.Priority ?? TenantPriority.Normal,
            Price = Price(tenant.Price),
        };
    }

    private static StrategyKind DefaultStrategy(TenantSpec tenant, StrategyKind service)
    {
        if (tenant.Strategy is { } own)
            return own;
        return tenant.Strategies is not { Count: > 0 } allowed || allowed.Contains(service) ? service : allowed[0];
    }

    // A service of single chains says nothing of how many should vote.
    private static int ServiceVotes(StrategySpec strategy) =>
        strategy.Kind == StrategyKind.SingleChain ? ServiceDefaults.Votes : strategy.Votes!.Value;

    private static BoundedCount Bounded(BoundedCount? own, int service)
    {
        var usual = own?.Default ?? Math.Min(service, own?.Max ?? service);
        return new BoundedCount(usual, own?.Max ?? usual);
    }

    private static TenantPrice? Price(TenantPrice? price) => price is null ? null : new TenantPrice
    {
        InputPerMillion = price.InputPerMillion ?? 0,
        ReasoningPerMillion = price.ReasoningPerMillion ?? price.AnswerPerMillion ?? 0,
        AnswerPerMillion = price.AnswerPerMillion ?? 0,
    };
}
