using System.Collections.Concurrent;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Trajectories;
using ReasonOps.Rollouts.Variants;

namespace ReasonOps.Rollouts.Running;

/// <summary>All that is done for one problem, until nothing more is.</summary>
internal sealed class ProblemWork(
    RolloutSettings settings, TreeDraw draw, Journal journal, KeyValueRoom room, IRolloutProgress progress, TimeProvider time)
{
    /// <summary>Problems left of which it is more likely that each is at fault than that what all need is away.</summary>
    private const int Few = 8;

    private long _drawn;
    private int _open;

    /// <summary>In the versions that are kept, or in new ones that are kept first.</summary>
    public async Task SettleAsync(Problem problem, VersionMaker? maker, CancellationToken cancellation)
    {
        var versions = journal.Read(state => state.VersionsOf(problem.Number));
        try
        {
            versions ??= maker is null || maker.IsPlain(problem) ? [problem] : await MakeAsync(problem, maker, cancellation);
        }
        catch (LostSearchException lost)
        {
            await SettleAsync(new SettledProblem { Problem = problem, Prompts = [problem.Prompt], Quarantined = lost.Message }, [], cancellation);
            return;
        }
        await SettleAsync(versions[0], versions, cancellation);
    }

    /// <param name="problem">Its own version.</param>
    /// <param name="versions">That one first.</param>
    /// <param name="cancellation">Leaves it open.</param>
    private async Task SettleAsync(Problem problem, IReadOnlyList<Problem> versions, CancellationToken cancellation)
    {
        var settled = new SettledProblem { Problem = problem, Prompts = [.. versions.Select(version => version.Prompt)], Variants = versions.Count > 1 ? [.. versions.Skip(1)] : null };
        var trees = new ConcurrentBag<TrajectoryTree>(journal.TakeRecovered(problem.Number));
        Interlocked.Increment(ref _open);
        try
        {
            await Task.WhenAll(versions.Select((version, variant) => DrawAsync(version, variant, trees, cancellation)));
        }
        catch (LostSearchException lost)
        {
            settled = settled with { Quarantined = lost.Message };
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
        await SettleAsync(settled, [.. trees], cancellation);
    }

    private async Task SettleAsync(SettledProblem problem, IReadOnlyList<TrajectoryTree> trees, CancellationToken cancellation)
    {
        var settled = problem with { Counts = ProblemCounts.Of(trees, settings.Prune) };
        await KeepAsync(settled.Problem, () => journal.SettleAsync(settled, cancellation), cancellation);
        progress.Settled(settled);
    }

    private async Task<IReadOnlyList<Problem>> MakeAsync(Problem problem, VersionMaker maker, CancellationToken cancellation)
    {
        var versions = await AttemptAsync(problem, async () =>
        {
            using var place = await room.EnterAsync(1, problem.Prompt.Length / 4, cancellation);
            return await maker.MakeAsync(problem, cancellation);
        }, cancellation);
        await KeepAsync(problem, () => journal.KeepAsync(new ProblemVersions(problem.Number, versions), cancellation), cancellation);
        return versions;
    }

    private async Task DrawAsync(Problem problem, int variant, ConcurrentBag<TrajectoryTree> trees, CancellationToken cancellation)
    {
        while (Missing(problem.Number, variant) is { Count: > 0 } slots)
            await Task.WhenAll(slots.Select(slot => DrawAsync(problem, slot, trees, cancellation)));
    }

    /// <summary>What is not final of what the allocation wants by now.</summary>
    private List<Slot> Missing(long problem, int variant) => journal.Read(state =>
    {
        var (final, right, wrong) = state.Of(problem, variant);
        var (target, slots) = (settings.Allocation.Target(final, right, wrong), new List<Slot>());
        for (var i = 0; i < target; i++)
        {
            if (state.IsFinal(problem, variant, i)) continue;
            var count = 1;
            while (count < settings.Search.RolloutsATree && i + count < target && !state.IsFinal(problem, variant, i + count)) count++;
            slots.Add(new(variant, i, count));
            i += count - 1;
        }
        return slots;
    });

    private async Task DrawAsync(Problem problem, Slot slot, ConcurrentBag<TrajectoryTree> trees, CancellationToken cancellation)
    {
        var tree = await AttemptAsync(problem, () => SearchAsync(problem, slot, cancellation), cancellation);
        if (!await KeepAsync(problem, () => journal.AppendAsync(tree, cancellation), cancellation)) return;
        trees.Add(tree);
        progress.Drawn(tree);
    }

    /// <exception cref="LostSearchException">Every attempt was lost, while others were not.</exception>
    private async Task<T> AttemptAsync<T>(Problem problem, Func<Task<T>> search, CancellationToken cancellation)
    {
        for (int attempt = 1, lost = 0; ; attempt++)
        {
            var before = Interlocked.Read(ref _drawn);
            try
            {
                var found = await search();
                Interlocked.Increment(ref _drawn);
                return found;
            }
            catch (LostSearchException why)
            {
                // While nothing else gets through either, it is not this problem that is at fault.
                // The last few of a job are held to it half as much: what they need may be away for a minute, and there is nobody else to tell by.
                if (Interlocked.Read(ref _drawn) > before) lost += 2;
                else if (Volatile.Read(ref _open) <= Few) lost++;
                if (why.Refused || lost >= 2 * settings.Attempts) throw;
                progress.Trouble(problem, why.Message);
            }
            await PauseAsync(attempt, cancellation);
        }
    }

    private async Task<TrajectoryTree> SearchAsync(Problem problem, Slot slot, CancellationToken cancellation)
    {
        // About four letters a token, as models for text have it; for more than a guess the engine would have to be asked.
        using var place = await room.EnterAsync(slot.Count, problem.Prompt.Length / 4, cancellation);
        var tree = await draw.DrawAsync(problem, problem.Prompt, slot, cancellation);
        foreach (var leaf in tree.Leaves) room.Learn(tree.PathOf(leaf).Sum(node => node.Tokens) + leaf.Tokens, leaf.Cut);
        return tree;
    }

    /// <summary>What is drawn is not thrown away for a disk that is full: it is kept until it can be written.</summary>
    private async Task<T> KeepAsync<T>(Problem problem, Func<Task<T>> keep, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await keep();
            }
            catch (IOException fault) when (fault is not TakenOverException)
            {
                progress.Trouble(problem, fault.Message);
            }
            await PauseAsync(attempt, cancellation);
        }
    }

    private Task PauseAsync(int attempt, CancellationToken cancellation)
    {
        var pause = settings.Pause * Math.Pow(2, Math.Min(attempt - 1, 16));
        return Task.Delay(pause < RolloutSettings.LongestPause ? pause : RolloutSettings.LongestPause, time, cancellation);
    }
}
