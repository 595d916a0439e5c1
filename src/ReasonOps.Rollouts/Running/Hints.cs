using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Rollouts.Running;

/// <summary>What a chain that knows the answer is told (rationalisation: STaR, arXiv:2203.14465).</summary>
internal static class Hints
{
    public static IReadOnlyList<Turn> On(Chain attempt, string answer) =>
    [
        new("assistant", attempt.Content),
        new("user", $"This is not right. The right answer is {answer}. Solve the problem again in a way that leads to it, and do not say that you were told."),
    ];
}
