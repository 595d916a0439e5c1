using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Verdicts;

/// <summary>What finding out all verdicts again came to.</summary>
/// <param name="Problems">Of which all was found out, before a kill too.</param>
/// <param name="Verdicts">Of rollouts and of their revisions.</param>
/// <param name="Changed">Verdicts that were others before.</param>
/// <param name="Left">Problems whose verifier could not be had, or could not decide; the same again tries these.</param>
public sealed record ReverifyResult(long Problems, long Verdicts, long Changed, long Left);

/// <summary>
/// Finds out again whether what was drawn is right, without drawing anything: after a verifier was mended, or a check. What comes of it stands beside the journal, which
/// stays as it is, and counts when datasets are written. Killed and begun again, it goes on with what is missing.
/// </summary>
/// <param name="store">Of the dataset.</param>
/// <param name="checkers">Of a problem; null: nothing can decide it, and it stays as it is.</param>
/// <param name="time">Paces further attempts.</param>
public sealed class Reverification(IDatasetStore store, Func<Problem, IChecker?> checkers, TimeProvider time)
{
    private const int Attempts = 5;
    private const int AtOnce = 32;

    /// <summary>Lines that are written together.</summary>
    private const int Together = 256;

    /// <summary>Between one attempt at a verdict and the next: doubled each time.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="IOException">The journal cannot be read, or nothing can be written beside it.</exception>
    public async Task<ReverifyResult> RunAsync(CancellationToken cancellation)
    {
        var run = VerdictFiles.Next(await store.ListAsync(VerdictFiles.Folder, cancellation));
        var (total, log) = (new ReverifyResult(0, 0, 0, 0), (Log?)null);
        try
        {
            var batch = new List<FinishedProblem>();
            await foreach (var (file, problem) in FinishedProblems.ReadFilesAsync(store, cancellation))
            {
                if (log?.File != file || batch.Count >= Together)
                {
                    total = await EndAsync(log, batch, total, cancellation);
                    if (log?.File != file)
                    {
                        if (log is not null) await log.DisposeAsync();
                        log = await Log.OpenAsync(store, run, file, cancellation);
                    }
                }
                if (log.Known.TryGetValue(problem.Settled.Number, out var known)) total = With(total, known);
                else batch.Add(problem);
            }
            total = await EndAsync(log, batch, total, cancellation);
        }
        finally
        {
            if (log is not null) await log.DisposeAsync();
        }
        if (total.Left == 0) await store.PutAsync(VerdictFiles.Done(run), "done\n"u8.ToArray(), cancellation);
        return total;
    }

    private async Task<ReverifyResult> EndAsync(Log? log, List<FinishedProblem> batch, ReverifyResult total, CancellationToken cancellation)
    {
        if (log is null || batch.Count == 0) return total;
        var found = new ProblemVerdicts?[batch.Count];
        await Parallel.ForAsync(0, batch.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (i, each) => found[i] = await FindAsync(batch[i], each));
        await log.WriteAsync([.. found.OfType<ProblemVerdicts>().Select(verdicts => verdicts.Line)]);
        batch.Clear();
        return found.Aggregate(total, (sum, verdicts) => verdicts is null ? sum with { Left = sum.Left + 1 } : With(sum, verdicts));
    }

    private static ReverifyResult With(ReverifyResult total, ProblemVerdicts verdicts) =>
        total with { Problems = total.Problems + 1, Verdicts = total.Verdicts + verdicts.Count, Changed = total.Changed + verdicts.Changed };

    /// <returns>Null: it could not be found out.</returns>
    private async Task<ProblemVerdicts?> FindAsync(FinishedProblem problem, CancellationToken cancellation)
    {
        if (checkers(problem.Settled.Problem) is not { } checker) return new() { Problem = problem.Settled.Number, Changed = 0, Trees = [] };
        var (trees, changed) = (new List<TreeVerdicts>(), 0);
        foreach (var tree in problem.Trees)
        {
            var leaves = new List<LeafVerdicts>();
            foreach (var leaf in tree.Leaves)
            {
                if (await CheckAsync(checker, leaf.Content, leaf.Answer, cancellation) is not { } told) return null;
                var revisions = new List<Verdict>();
                foreach (var revision in leaf.Revisions ?? [])
                {
                    if (await CheckAsync(checker, revision.Content, revision.Answer, cancellation) is not { } mended) return null;
                    revisions.Add(TreeBuilder.VerdictOf(mended));
                }
                changed += (TreeBuilder.VerdictOf(told) == leaf.Verdict ? 0 : 1) + revisions.Where((verdict, i) => verdict != leaf.Revisions![i].Verdict).Count();
                leaves.Add(new(TreeBuilder.VerdictOf(told), told.Message, leaf.Revisions is null ? null : revisions));
            }
            trees.Add(new(tree.Variant, tree.Rollout, leaves));
        }
        return new() { Problem = problem.Settled.Number, Changed = changed, Trees = trees };
    }

    private async Task<CheckResult?> CheckAsync(IChecker checker, string content, string? answer, CancellationToken cancellation)
    {
        var chain = new Chain { Index = 0, Content = content, Answer = answer, End = ChainEnd.Stopped };
        for (var attempt = 1; ; attempt++)
        {
            var told = await checker.CheckAsync(chain, cancellation);
            if (told.End != CheckEnd.Unknown) return told;
            if (attempt == Attempts) return null;
            await Task.Delay(Pause * Math.Pow(2, attempt - 1), time, cancellation);
        }
    }

    /// <summary>Of one file of the journal.</summary>
    private sealed class Log(string file, ILineLog lines, Dictionary<long, ProblemVerdicts> known) : IAsyncDisposable
    {
        public string File => file;

        /// <summary>What was found out before a kill.</summary>
        public Dictionary<long, ProblemVerdicts> Known => known;

        public static async Task<Log> OpenAsync(IDatasetStore store, int run, string file, CancellationToken cancellation)
        {
            var lines = await store.OpenLogAsync(VerdictFiles.Log(run, file), cancellation);
            return new(file, lines, await VerdictFiles.ReadAsync(store, lines.Files, cancellation));
        }

        public Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> written) => lines.WriteAsync(written);

        public ValueTask DisposeAsync() => lines.DisposeAsync();
    }
}
