using System.Globalization;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Tuning.Measuring;

/// <summary>A strategy with its numbers, as it is measured and as a manifest would name it.</summary>
public sealed record Setting(StrategySettings Strategy)
{
    public string Kind => Strategy.Kind;
    public int Votes => Strategy.Votes;

    /// <summary>All that tells it from others of its kind and votes; empty where nothing does.</summary>
    public string Details => Kind switch
    {
        "MajorityVote" => Stop,
        "WeightedVote" or "BestOfN" => $"by {By}",
        "ConfidenceFilter" => Text($"window {Strategy.Confidence.Window}, keep {Strategy.Confidence.Keep}"),
        "Cascade" => Text($"{Strategy.Cascade.First} {Strategy.Cascade.FirstVotes}, below {Strategy.Cascade.Below} {Strategy.Cascade.Then}{Weigher}"),
        "ComputeOptimal" => $"{string.Join(", ", Strategy.Table.Select(Row))}{Weigher}",
        _ => "",
    };

    public override string ToString() => Details.Length > 0 ? $"{Kind} {Votes}, {Details}" : Kind == "SingleChain" ? Kind : $"{Kind} {Votes}";

    private string Stop => Strategy.Stop is StopRule.None ? "" : Strategy.Stop.Name;

    private string By => Strategy.Reward.By is Ranking.Process ? $"Process, {Strategy.Reward.Aggregate}" : $"{Strategy.Reward.By}";

    /// <summary>What the strategies that it hands over to go by.</summary>
    private string Weigher => Later.Any(kind => kind is "WeightedVote" or "BestOfN") ? $" by {By}" : "";

    private IEnumerable<string> Later => Kind == "Cascade" ? [Strategy.Cascade.Then] : Strategy.Table.Select(row => row.Strategy);

    private static string Row(ComputeRow row) => Text($">={row.Agreement} {row.Strategy} {row.Votes}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
