using System.Globalization;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Reasoning.Running;

/// <summary>Asks the scorer, the verifier and the judge. Whatever they do, something is found: at worst why nothing could be.</summary>
internal sealed class Ports(IScorer? scorer, IChecker? checker, IJudge? judge, TimeSpan patience, TimeProvider time)
{
    public async Task<Finding> ScoreAsync(RewardKind kind, IReadOnlyList<Chain> chains, CancellationToken run) => new Finding.Scored(
        kind,
        [.. chains.Select(chain => chain.Index)],
        await AskAsync<IReadOnlyList<Reward>>(
            "the reward model",
            scorer is null ? null : async cancellation => Checked(await scorer.ScoreAsync(kind, chains, cancellation), chains.Count),
            why => [.. chains.Select(_ => Reward.None(why))],
            run));

    public async Task<Finding> CheckAsync(Chain chain, CancellationToken run) => new Finding.Checked(chain.Index, await AskAsync(
        "the verifier",
        checker is null ? null : async cancellation => await checker.CheckAsync(chain, cancellation),
        why => new CheckResult(CheckEnd.Unknown, why),
        run));

    public async Task<Finding> CompareAsync(Chain left, Chain right, CancellationToken run) => new Finding.Compared(await AskAsync(
        "the judge",
        judge is null ? null : async cancellation => Checked(await judge.CompareAsync(left, right, cancellation), left, right),
        why => new Comparison(left.Index, right.Index, null, Missing: why),
        run));

    private async Task<T> AskAsync<T>(string who, Func<CancellationToken, Task<T>>? ask, Func<string, T> missing, CancellationToken run)
        where T : class
    {
        if (ask is null) return missing($"{who} is not set up");
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(run, late.Token);
        var cancellation = either.Token;
        try
        {
            return await ApartAsync(ask, cancellation).WaitAsync(cancellation) ?? missing($"{who} said nothing");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return missing(run.IsCancellationRequested
                ? "no longer needed"
                : string.Create(CultureInfo.InvariantCulture, $"{who} did not answer within {patience.TotalSeconds} s"));
        }
#pragma warning disable CA1031 // whatever it is, the run goes on without
        catch (Exception e)
#pragma warning restore CA1031
        {
            return missing($"{who} failed: {e.Message}");
        }
    }

    /// <summary>
    /// The run goes on meanwhile: a port may compute before it first awaits, and need not heed its cancellation. Yielding keeps to the run's own
    /// context where there is one, so that a simulated run stays on its thread.
    /// </summary>
    private static async Task<T> ApartAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        await Task.Yield();
        return await ask(cancellation);
    }

    private static Reward[] Checked(IReadOnlyList<Reward>? rewards, int chains) => rewards?.Count == chains
        ? [.. rewards.Select(Checked)]
        : throw new InvalidOperationException($"it gave {rewards?.Count ?? 0} rewards for {chains} chains");

    private static Reward Checked(Reward? reward) => reward is null ? Reward.None("the reward model said nothing of it")
        : reward.Steps.All(double.IsFinite) ? reward
        : Reward.None("the reward model gave a reward that is no number");

    private static Comparison Checked(Comparison comparison, Chain left, Chain right) => comparison with
    {
        Left = left.Index,
        Right = right.Index,
        Preferred = comparison.Preferred == left.Index || comparison.Preferred == right.Index ? comparison.Preferred : null,
        Tokens = Math.Max(0, comparison.Tokens),
    };
}
