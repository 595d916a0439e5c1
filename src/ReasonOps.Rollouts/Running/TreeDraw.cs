using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Revision;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Search;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Running;

/// <summary>Draws one search of one problem, to its last verdict and revision.</summary>
/// <param name="settings">How.</param>
/// <param name="runners">Of a problem, asked with this prompt.</param>
internal sealed class TreeDraw(RolloutSettings settings, Func<Problem, string, Runner> runners)
{
    /// <summary>Apart from the seeds of the search's own chains.</summary>
    private const long SeedsOfSearch = 1_000_000;

    /// <exception cref="LostSearchException">Something it needs failed.</exception>
    public async Task<TrajectoryTree> DrawAsync(Problem problem, string prompt, Slot slot, CancellationToken cancellation)
    {
        var seed = settings.SeedOf(problem.Number, slot.Variant, slot.Rollout);
        var runner = runners(problem, prompt);
        var result = await RunAsync(runner, settings.Search.Strategy(slot.Count), seed, cancellation);
        var tree = TreeBuilder.Of(result, problem.Number, slot.Variant, slot.Rollout, seed, slot.Count);
        if (tree.Count == 0) throw new LostSearchException(result.FailureReason ?? "no chain could be had", result.End == RunEnd.Refused);
        RequireVerdicts(problem, tree.Leaves.Select(leaf => (leaf.Verdict, leaf.Message)));
        return settings.Retries == 0 || (problem.Check is null && !settings.Judged) ? tree : await ReviseAsync(problem, tree, [.. TreeBuilder.Rollouts(result).Take(slot.Count)], runner, seed, cancellation);
    }

    private async Task<TrajectoryTree> ReviseAsync(Problem problem, TrajectoryTree tree, Chain[] chains, Runner runner, long seed, CancellationToken cancellation)
    {
        var leaves = tree.Leaves.ToArray();
        var (drawn, read) = (tree.Drawn, tree.Read);
        for (var i = 0; i < leaves.Length; i++)
        {
            if (leaves[i].Verdict != Verdict.Wrong) continue;
            var (attempts, revisions) = (new List<Chain> { chains[i] }, new List<Revision>());
            while (revisions.Count < settings.Retries && revisions is not [.., { Verdict: Verdict.Right }])
            {
                var hinted = settings.Hint && problem.Answer is not null && revisions.Count == settings.Retries - 1;
                var turns = hinted ? Hints.On(chains[i], problem.Answer!) : Feedback.On(attempts, attempt => attempt.Check);
                var result = await RunAsync(runner, new RolloutStrategy(new AttemptStrategy(turns), settings.Search), seed + SeedsOfSearch * (i + 1) + revisions.Count, cancellation);
                drawn += result.Tokens.Spent;
                read += result.PromptTokens;
                if (TreeBuilder.Rollouts(result).FirstOrDefault() is not { } attempt) throw new LostSearchException(result.FailureReason ?? "no chain could be had");
                var verdict = TreeBuilder.VerdictOf(attempt.Check);
                RequireVerdicts(problem, [(verdict, attempt.Check?.Message)]);
                attempts.Add(attempt);
                revisions.Add(TreeBuilder.RevisionOf(attempt, turns[^1].Content, hinted, tree.Weights));
            }
            leaves[i] = leaves[i] with { Revisions = revisions };
        }
        return tree with { Leaves = leaves, Drawn = drawn, Read = read };
    }

    private Task<RunResult> RunAsync(Runner runner, IStrategy strategy, long seed, CancellationToken cancellation) => RunAsync(runner, strategy, settings, seed, cancellation);

    internal static async Task<RunResult> RunAsync(Runner runner, IStrategy strategy, RolloutSettings settings, long seed, CancellationToken cancellation)
    {
        RunResult? result = null;
        await foreach (var told in runner.RunAsync(strategy, settings.Budget, settings.AnswerFormat, seed, cancellation))
            if (told is RunEvent.Finished finished) result = finished.Result;
        return result ?? throw new LostSearchException("the run did not end");
    }

    /// <summary>What a verifier could not decide is not a result.</summary>
    private void RequireVerdicts(Problem problem, IEnumerable<(Verdict Verdict, string? Message)> leaves)
    {
        if (!settings.Search.Checks || (problem.Check is null && !settings.Judged)) return;
        foreach (var (verdict, message) in leaves)
            if (verdict == Verdict.Undecided) throw new LostSearchException(message ?? "the verifier said nothing");
    }
}

/// <summary>Rollouts of a problem that one search is to fill.</summary>
/// <param name="Rollout">The first.</param>
/// <param name="Count">1 or more.</param>
internal readonly record struct Slot(int Variant, int Rollout, int Count);
