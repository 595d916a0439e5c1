
namespace ReasonOps.Reasoning.Strategies.SingleChain;

/// <summary>One chain, whatever it says; one that fails is drawn once more.</summary>
internal sealed class SingleChainStrategy : IStrategy
{
    private const int MaxChains = 2;

    public int Asked => 1;

    public Decision Decide(RunState run)
    {
        var (ended, inFlight) = (run.Ended, run.InFlight.Count);
        if (ended.Any(chain => chain.Ran)) return new Decision.Answer(Conclude(run));
        if (inFlight > 0) return new Decision.Wait();
        return ended.Count < MaxChains ? Decision.Start(1) : new Decision.Answer(Conclude(run));
    }

    public Outcome Conclude(RunState run) => run.Ended.FirstOrDefault(chain => chain.Ran) is { } chain
        ? new Outcome(chain, Cast: 1, Agreement: chain.Answer is null ? 0 : 1, Stopped: null)
        : new Outcome(Winner: null, Cast: 0, Agreement: 0, Stopped: null);
}
