using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests;

/// <summary>Trees as the tests need them.</summary>
internal static class Trees
{
    /// <summary>One chain, alone.</summary>
    public static TrajectoryTree Chain(long problem, int rollout, string reasoning, string answer, Verdict verdict, double? reward = null, bool cut = false) => new()
    {
        Problem = problem,
        Variant = 0,
        Rollout = rollout,
        Seed = rollout,
        Nodes = [new(null, reasoning, reasoning.Length)],
        Leaves = [new(0, answer, answer.Length, answer, verdict) { Reward = reward, Cut = cut }],
        Drawn = reasoning.Length + answer.Length,
    };

    /// <summary>Two chains that share a beginning.</summary>
    public static TrajectoryTree Fork(long problem, string trunk, (string Reasoning, string Answer, Verdict Verdict) left, (string Reasoning, string Answer, Verdict Verdict) right) => new()
    {
        Problem = problem,
        Variant = 0,
        Rollout = 0,
        Seed = 1,
        Nodes = [new(null, trunk, trunk.Length), new(0, left.Reasoning, left.Reasoning.Length), new(0, right.Reasoning, right.Reasoning.Length)],
        Leaves = [new(1, left.Answer, 1, left.Answer, left.Verdict), new(2, right.Answer, 1, right.Answer, right.Verdict)],
    };

    public static SettledProblem Settled(long number) => new()
    {
        Problem = new Problem { Number = number, Id = $"p{number}", Prompt = $"{number}+1=", Answer = $"{number + 1}", Ability = "math" },
        Prompts = [$"{number}+1="],
    };

    public static FinishedProblem Finished(long number, params TrajectoryTree[] trees) => new(Settled(number), trees, Rollout.Of(trees));
}
