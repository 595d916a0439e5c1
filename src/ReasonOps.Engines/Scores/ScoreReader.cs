using ReasonOps.OpenAi.Scores;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Engines.Scores;

/// <summary>Holds a scorer's answer to what was asked: a number too few or out of range is no reward.</summary>
internal static class ScoreReader
{
    /// <returns>One an item, in their order.</returns>
    public static IReadOnlyList<Reward> Read(ScoreResponse answer, IReadOnlyList<ScoreItem> asked)
    {
        var byIndex = new ItemScores?[asked.Count];
        foreach (var scores in answer.Data.Where(scores => scores.Index >= 0 && scores.Index < asked.Count)) byIndex[scores.Index] = scores;
        return [.. asked.Select((item, i) => Read(byIndex[i], item.Steps?.Count ?? 1))];
    }

    private static Reward Read(ItemScores? item, int wanted)
    {
        if (item is null) return Reward.None("the scorer's answer leaves the chain out");
        if (item.Error is { } error) return Reward.None($"the scorer refused the chain: {error.Message}");
        if (item.Scores.Count != wanted) return Reward.None($"the scorer answered {item.Scores.Count} scores where {wanted} were asked for");
        var wrong = item.Scores.FirstOrDefault(score => !(score is >= 0 and <= 1), 0);
        return wrong is >= 0 and <= 1 ? new Reward(item.Scores) : Reward.None(FormattableString.Invariant($"the scorer answered {wrong}; a reward is from 0 to 1"));
    }
}
