using ReasonOps.Api.Snapshots;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Gateway.Strategies;

/// <summary>What a strategy is made of, as the snapshot has it.</summary>
internal static class SettingsReader
{
    private static readonly NumericEquivalence Equivalence = new();

    /// <exception cref="ArgumentException">A word that is none, naming its field.</exception>
    public static StrategySettings Of(TenantSnapshot tenant, string kind, int votes)
    {
        var (given, usual) = (tenant.Settings, new StrategySettings { Kind = kind, Votes = votes, Equivalence = Equivalence });
        return usual with
        {
            Stop = Stop(tenant),
            MinReasoningTokens = given.MinReasoningTokens,
            Reward = new RewardOptions(
                Word<Ranking>(given.Reward?.By, "settings.reward.by") ?? usual.Reward.By,
                Word<RewardAggregate>(given.Reward?.Aggregate, "settings.reward.aggregate") ?? usual.Reward.Aggregate),
            Confidence = given.Confidence is { } confidence ? new(confidence.Window, confidence.WarmUp, confidence.Keep) : usual.Confidence,
            Search = given.Search is { } search
                ? new(search.Beams, search.Depth, search.Lookahead, search.Completions, search.Exploration, search.Branching)
                : usual.Search,
            Cascade = given.Cascade is { } cascade ? new(cascade.First, cascade.FirstVotes, cascade.Below, cascade.Then) : usual.Cascade,
            Probe = given.Probe ?? usual.Probe,
            Table = given.Table is { } table ? [.. table.Select(row => new ComputeRow(row.Agreement, row.Strategy, row.Votes))] : usual.Table,
        };
    }

    /// <summary>The strategy, and those it may go on with.</summary>
    public static IEnumerable<string> Parts(StrategySettings settings) => settings.Kind switch
    {
        "Cascade" => [settings.Kind, settings.Cascade.First, settings.Cascade.Then],
        "ComputeOptimal" => [settings.Kind, .. settings.Table.Select(row => row.Strategy)],
        _ => [settings.Kind],
    };

    private static StopRule Stop(TenantSnapshot tenant) => StopRule.Create(tenant.Stop.Rule, tenant.Stop.Confidence, tenant.Stop.Window);

    private static T? Word<T>(string? word, string field) where T : struct, Enum =>
        word is null ? null
        : Enum.TryParse<T>(word, out var value) && Enum.IsDefined(value) ? value
        : throw new ArgumentException($"{field}: \"{word}\" is not one; use {string.Join(", ", Enum.GetNames<T>())}");
}
