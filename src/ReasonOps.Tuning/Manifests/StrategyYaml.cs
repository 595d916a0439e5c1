using System.Globalization;
using System.Text;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Measuring;

namespace ReasonOps.Tuning.Manifests;

/// <summary>A setting as the <c>spec.strategy</c> of a ReasoningService, to paste.</summary>
public static class StrategyYaml
{
    public static string Of(Setting setting)
    {
        var (strategy, text) = (setting.Strategy, new StringBuilder());
        Line(text, $"strategy:");
        Line(text, $"  kind: {strategy.Kind}");
        if (strategy.Kind != "SingleChain") Line(text, $"  votes: {strategy.Votes}");
        if (strategy.Kind == "MajorityVote") Line(text, $"  stop: {Stop(strategy.Stop)}");
        if (Ranks(strategy)) Line(text, $"  reward: {Reward(strategy.Reward)}");
        if (strategy is { Kind: "ConfidenceFilter", Confidence: var confidence })
            Line(text, $"  confidence: {{window: {confidence.Window}, warmUp: {confidence.WarmUp}, keep: {confidence.Keep}}}");
        if (strategy is { Kind: "Cascade", Cascade: var cascade })
            Line(text, $"  cascade: {{first: {cascade.First}, firstVotes: {cascade.FirstVotes}, below: {cascade.Below}, then: {cascade.Then}}}");
        if (strategy.Kind == "ComputeOptimal") Table(text, strategy.Table);
        return text.ToString();
    }

    private static bool Ranks(StrategySettings strategy) => strategy.Kind switch
    {
        "WeightedVote" or "BestOfN" => true,
        "Cascade" => strategy.Cascade.Then is "WeightedVote" or "BestOfN",
        "ComputeOptimal" => strategy.Table.Any(row => row.Strategy is "WeightedVote" or "BestOfN"),
        _ => false,
    };

    private static string Stop(StopRule stop) => stop switch
    {
        StopRule.Beta beta => string.Create(CultureInfo.InvariantCulture, $"{{rule: Beta, confidence: {beta.Confidence}}}"),
        StopRule.Window window => string.Create(CultureInfo.InvariantCulture, $"{{rule: Window, window: {window.Size}}}"),
        _ => $"{{rule: {stop.Name}}}",
    };

    private static string Reward(RewardOptions reward) =>
        reward.By == Ranking.Process ? $"{{by: Process, aggregate: {reward.Aggregate}}}" : $"{{by: {reward.By}}}";

    private static void Table(StringBuilder text, IReadOnlyList<ComputeRow> table)
    {
        Line(text, $"  table:");
        foreach (var row in table) Line(text, $"  - {{agreement: {row.Agreement}, strategy: {row.Strategy}, votes: {row.Votes}}}");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
