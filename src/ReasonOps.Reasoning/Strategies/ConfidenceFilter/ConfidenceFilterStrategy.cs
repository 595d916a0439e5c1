using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies.Ballots;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Strategies.ConfidenceFilter;

/// <summary>
/// The first chains are drawn whole and set a bar: so many of them have a least sure group of tokens above it. Of the rest, one that
/// falls below is cancelled there and then; those above vote, each weighing as much as its least sure group (DeepConf, arXiv:2508.15260).
/// Where the engine tells no confidences nothing is cancelled and the majority wins.
/// </summary>
internal sealed class ConfidenceFilterStrategy(int votes, ConfidenceOptions options, IAnswerEquivalence equivalence) : IStrategy
{
    private readonly int _warmUp = Math.Min(options.WarmUp, votes);

    public int Asked => votes;
    public int ConfidenceWindow => options.Window;

    public Decision Decide(RunState run)
    {
        var warm = WarmUp(run).Length == _warmUp;
        var doomed = warm && Bar(run) is { } bar ? Below(bar, run.InFlight) : [];
        var missing = run.Missing(warm ? votes : _warmUp, votes);
        if (missing > 0 || doomed.Length > 0) return Decision.Start(missing) with { Cancel = doomed };
        return run.InFlight.Count > 0 ? new Decision.Wait() : new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run)
    {
        var all = new Ballot(run.Ended, equivalence);
        var kept = Bar(run) is { } bar ? new Ballot(all.Chains.Where(chain => !(LowestGroup(chain) < bar)), equivalence) : all;
        if (kept.Choices.Count == 0) kept = all;
        var known = kept.Chains.Select(LowestGroup).OfType<double>().ToArray();
        var mean = known.Length == 0 ? 1 : known.Average();
        return kept.Won(kept.Heaviest(chain => LowestGroup(chain) ?? mean), Note(kept.Chains.Count, known.Length));
    }

    private static string[] Note(int chains, int known) =>
        known == chains ? []
        : known == 0 ? ["the engine told no confidences: the majority decided"]
        : [$"the engine told no confidence of {chains - known} of {chains} chains: they weighed the mean of the others"];

    /// <summary>Those that ran first by index: the rest is not drawn before they have.</summary>
    private Chain[] WarmUp(RunState run) => [.. run.Ended.Where(chain => chain.Ran).OrderBy(chain => chain.Index).Take(_warmUp)];

    /// <summary>The least of those of the warm-up that are kept; null: there is none yet, or no confidence is known.</summary>
    private double? Bar(RunState run)
    {
        var warmUp = WarmUp(run);
        var known = warmUp.Select(LowestGroup).OfType<double>().OrderDescending().ToArray();
        if (warmUp.Length < _warmUp || known.Length == 0) return null;
        return known[Math.Clamp((int)Math.Ceiling(options.Keep * known.Length), 1, known.Length) - 1];
    }

    /// <summary>A chain is not judged by less than a whole group.</summary>
    private int[] Below(double bar, IEnumerable<LiveChain> chains) =>
        [.. chains.Where(chain => chain.Tokens >= options.Window && chain.Confidence?.LowestGroup < bar).Select(chain => chain.Index)];

    private static double? LowestGroup(Chain chain) => chain.Confidence is { LowestGroup: var lowest } && double.IsFinite(lowest) ? lowest : null;
}
