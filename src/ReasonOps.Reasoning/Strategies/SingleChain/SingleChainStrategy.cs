using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Strategies.SingleChain;

/// <summary>
/// One chain, whatever it says; one that fails is drawn once more. One that closes its thinking too soon goes on from what it thought
/// (budget forcing, s1, arXiv:2501.19393), a few times at most; where that fails, what it said before stands.
/// </summary>
/// <param name="minReasoningTokens">What a chain has to think; 0: as it likes.</param>
internal sealed class SingleChainStrategy(int minReasoningTokens) : IStrategy
{
    /// <summary>More of them made the paper's model go round in circles.</summary>
    private const int MaxWaits = 4;
    private const int MaxFailures = 1;
    private const string Wait = "\nWait";

    public int Asked => 1;

    /// <summary>What it says may not be its last word.</summary>
    public bool Live => minReasoningTokens == 0;

    public Decision Decide(RunState run)
    {
        if (run.InFlight.Count > 0) return new Decision.Wait();
        var ran = run.Ended.Where(chain => chain.Ran).ToArray();
        var failures = run.Ended.Count - ran.Length;
        if (failures > MaxFailures || (ran.Length > 0 && !IsTooShort(ran))) return new Decision.Answer(Conclude(run));
        return ran.Length == 0 ? Decision.Start(1) : new Decision.More { Draw = [new Draft { Parent = ran[^1].Index, Append = Wait }] };
    }

    public Outcome Conclude(RunState run) => run.Ended.LastOrDefault(chain => chain.Ran) is { } chain
        ? new Outcome(chain, Cast: 1, Agreement: chain.Answer is null ? 0 : 1, Stopped: null) { Notes = Note(chain) }
        : new Outcome(Winner: null, Cast: 0, Agreement: 0, Stopped: null);

    /// <summary>A chain that its budget closed cannot think on.</summary>
    private bool IsTooShort(Chain[] ran) => ran.Length <= MaxWaits && IsTooShort(ran[^1]) && ran[^1] is { Forced: false, End: ChainEnd.Stopped };

    private bool IsTooShort(Chain chain) => chain.ReasoningTokens < minReasoningTokens;

    private string[] Note(Chain chain) => IsTooShort(chain)
        ? [$"it thought {chain.ReasoningTokens} tokens of the {minReasoningTokens} it should have"] : [];
}
