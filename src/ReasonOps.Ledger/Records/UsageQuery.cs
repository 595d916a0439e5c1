namespace ReasonOps.Ledger.Records;

/// <summary>Asks for sums of one tenant's records.</summary>
/// <param name="From">The first day, in UTC.</param>
/// <param name="To">The last day.</param>
/// <param name="By">What to sum apart; all in one row where empty.</param>
/// <param name="After">The last key of the page before.</param>
public sealed record UsageQuery(string Service, string Tenant, DateOnly From, DateOnly To, UsageGroups By, int Limit, UsageKey? After = null);

[Flags]
public enum UsageGroups
{
    None = 0,
    Day = 1,
    Model = 2,
    Strategy = 4,
}

/// <summary>What a row sums; empty where it sums over all.</summary>
public sealed record UsageKey(string Day, string Model, string Strategy);

/// <param name="Requests">All of them; those that run and those that were lost too.</param>
/// <param name="Open">Those of them that run.</param>
/// <param name="Lost">Those of them whose gateway died.</param>
public sealed record UsageRow(UsageKey Key, long Requests, long Open, long Lost, UsageTokens Tokens, decimal Cost);

/// <param name="Rows">In order of their keys.</param>
/// <param name="More">There are rows behind the last.</param>
public sealed record UsagePage(IReadOnlyList<UsageRow> Rows, bool More);
