using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Strategies.Options;

namespace ReasonOps.Reasoning.Strategies.Ballots;

/// <summary>
/// What a chain is worth by a reward model, by its check (1 or 0) or by how sure the model was. A chain that says the same as an
/// earlier one, word for word, has its reward; one with the same answer, character for character, has its check. That is as far as
/// it is sound: a reward is of the path too, and answers that count as one vote can be two programs.
/// </summary>
internal sealed class Valuation(RewardOptions options, int window)
{
    public int ConfidenceWindow => options.By == Ranking.Confidence ? window : 0;

    /// <summary>What is to be asked so that each of these chains has its value; null: nothing.</summary>
    public Decision.More? Ask(IReadOnlyList<Chain> chains)
    {
        var unknown = chains.DistinctBy(Key).Where(chain => !IsValued(chain)).Select(chain => chain.Index).ToArray();
        return unknown.Length == 0 || options.By == Ranking.Confidence ? null
            : options.By == Ranking.Verifier ? new Decision.More { Check = unknown }
            : new Decision.More { Score = [.. unknown.Select(chain => new ScoreAsk(chain, Kind))] };
    }

    /// <summary>By index of the chain; without those of which nothing is known.</summary>
    public IReadOnlyDictionary<int, double> Of(IReadOnlyList<Chain> chains)
    {
        var known = new Dictionary<object, double>();
        foreach (var chain in chains)
        {
            if (Value(chain) is { } value) known.TryAdd(Key(chain), value);
        }
        return chains.Where(chain => known.ContainsKey(Key(chain))).ToDictionary(chain => chain.Index, chain => known[Key(chain)]);
    }

    /// <summary>What the caller is told where some of so many chains have no value; null: all have.</summary>
    public string? Missing(IReadOnlyList<Chain> chains, int valued, string instead) =>
        valued == chains.Count ? null : $"{Named} of {chains.Count - valued} of {chains.Count} chains could not be had{Why(chains)}: {instead}";

    private string Named => options.By switch
    {
        Ranking.Confidence => "the confidence",
        Ranking.Verifier => "the check",
        Ranking.Outcome => "the outcome reward",
        _ => "the process reward",
    };

    private RewardKind Kind => options.By == Ranking.Outcome ? RewardKind.Outcome : RewardKind.Process;

    private Reward? RewardOf(Chain chain) => options.By == Ranking.Outcome ? chain.Outcome : chain.Process;

    private bool IsValued(Chain chain) => options.By == Ranking.Verifier ? chain.Check is not null : RewardOf(chain) is not null;

    private object Key(Chain chain) => options.By switch
    {
        Ranking.Confidence => chain.Index,
        Ranking.Verifier => chain.Answer ?? "",
        _ => (chain.Reasoning, chain.Content),
    };

    private double? Value(Chain chain) => options.By switch
    {
        Ranking.Confidence => Finite(chain.Confidence?.Mean),
        Ranking.Verifier => chain.Check?.End switch { CheckEnd.Passed => 1, CheckEnd.Failed => 0, _ => null },
        _ => Finite(options.Aggregate.Of(RewardOf(chain))),
    };

    private string Why(IReadOnlyList<Chain> chains) =>
        options.By is Ranking.Outcome or Ranking.Process && chains.Select(chain => RewardOf(chain)?.Missing).FirstOrDefault(why => why is not null) is { } why
            ? $" ({why})" : "";

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
