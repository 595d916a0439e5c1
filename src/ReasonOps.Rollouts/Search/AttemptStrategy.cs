using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Rollouts.Search;

/// <summary>One more attempt, after what was said.</summary>
internal sealed class AttemptStrategy(IReadOnlyList<Turn> turns) : IStrategy
{
    public int Asked => 1;
    public bool Live => false;

    public Decision Decide(RunState run) =>
        !run.IsQuiet ? new Decision.Wait()
        : run.Ended.Count == 0 ? new Decision.More { Draw = [new Draft { Turns = turns }] }
        : new Decision.Answer(Conclude(run));

    public Outcome Conclude(RunState run) => new(run.Ended.FirstOrDefault(chain => chain.Ran), run.Ended.Count, 0, null);
}
