using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Reasoning.Strategies.Trees;

/// <summary>What the caller should know of what was asked for in vain; empty where nothing was.</summary>
internal static class Missing
{
    public static IReadOnlyList<string> Rewards(RunState run) => Note(
        "process rewards", [.. run.Ended.OrderBy(chain => chain.Index).Select(chain => chain.Process).OfType<Reward>()
            .Select(reward => reward.Steps.Count > 0 ? null : reward.Missing ?? "no reason was given")]);

    public static IReadOnlyList<string> Checks(RunState run) => Note(
        "checks", [.. run.Ended.OrderBy(chain => chain.Index).Select(chain => chain.Check).OfType<CheckResult>()
            .Select(check => check.End != CheckEnd.Unknown ? null : check.Message ?? "no reason was given")]);

    /// <param name="what">In the plural.</param>
    /// <param name="reasons">One an ask; null: it was answered.</param>
    private static IReadOnlyList<string> Note(string what, IReadOnlyList<string?> reasons)
    {
        var missing = reasons.OfType<string>().ToList();
        if (missing.Count == 0) return [];
        return [missing.Count == reasons.Count
            ? $"no {what} could be had ({missing[0]}); the chains voted without"
            : $"{missing.Count} of {reasons.Count} {what} could not be had ({missing[0]})"];
    }
}
