using ReasonOps.Ledger.Records;

namespace ReasonOps.Ledger.Tests;

internal static class Some
{
    public static readonly UsageRates Rates = new(0.5m, 2m, 4m);

    public static UsageRecord Open(string id, string tenant = "pro", string gateway = "g1") => new()
    {
        Id = id,
        Service = "math",
        Tenant = tenant,
        Model = "r1",
        Strategy = "MajorityVote",
        Votes = 5,
        Gateway = gateway,
        Started = new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
        Rates = Rates,
    };

    public static UsageRecord Settled(this UsageRecord open, UsageTokens tokens, decimal cost = 0.000001m) =>
        open with { Outcome = "Answered", Ended = open.Started.AddSeconds(3), Tokens = tokens, Cost = cost };

    public static UsageQuery Query(UsageGroups by = UsageGroups.None, int limit = 100, string tenant = "pro", UsageKey? after = null) =>
        new("math", tenant, new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30), by, limit, after);
}
