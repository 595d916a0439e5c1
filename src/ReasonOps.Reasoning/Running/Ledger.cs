using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

/// <summary>Every token the engine sent, by chain, whether or not the chain could keep it; what it leaves of the request's budget.</summary>
internal sealed class Ledger(Budget budget)
{
    private readonly Dictionary<int, int> _chains = [];

    public int Spent { get; private set; }
    public int SpentReasoning { get; private set; }

    /// <summary>The most one chain keeps. A request's budget below two chains' still holds one, with less thinking.</summary>
    public int ReasoningTokens { get; } = Math.Max(0, Math.Min(budget.ReasoningTokens, (budget.RequestTokens ?? int.MaxValue) - budget.AnswerTokens));
    public int AnswerTokens { get; } = Math.Min(budget.AnswerTokens, budget.RequestTokens ?? int.MaxValue);

    /// <summary>More was sent than the request may take: engines that ignore budgets can do that, chains that keep theirs cannot.</summary>
    public bool Overdrawn => Spent > budget.RequestTokens;

    public void Count(ChainEvent report)
    {
        switch (report)
        {
            case ChainEvent.Thought thought:
                SpentReasoning = Sum(SpentReasoning, thought.Tokens);
                Count(thought.Chain, thought.Tokens);
                break;
            case ChainEvent.Said said:
                Count(said.Chain, said.Tokens);
                break;
        }
    }

    public int SpentBy(int chain) => _chains.GetValueOrDefault(chain);

    /// <summary>What someone else took for the run: a judge.</summary>
    public void CountOther(int tokens) => Spent = Sum(Spent, tokens);

    /// <summary>How many of the wanted chains can be started and still be held, each in full, beside what those in flight may yet come to.</summary>
    public int Room(int wanted, long cost, long held) =>
        budget.RequestTokens is not { } limit ? wanted : (int)Math.Clamp((limit - Spent - held) / cost, 0, wanted);

    private void Count(int chain, int tokens)
    {
        Spent = Sum(Spent, tokens);
        _chains[chain] = Sum(SpentBy(chain), tokens);
    }

    /// <summary>An engine's figures are not to be trusted to be positive, nor to be small.</summary>
    private static int Sum(int left, int right) => (int)Math.Min(int.MaxValue, (long)left + Math.Max(0, right));
}
