using System.Runtime.CompilerServices;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Trajectories;
using ReasonOps.Rollouts.Verdicts;

namespace ReasonOps.Rollouts.Journals;

/// <summary>
/// The settled problems of a journal in the order they were settled in, each once, whoever wrote it again. In memory are those that are open where it reads, and a bit of
/// each that is settled.
/// </summary>
public static class FinishedProblems
{
    /// <inheritdoc cref="ReadAsync(IDatasetStore, CancellationToken)"/>
    /// <param name="folder">Of the dataset.</param>
    public static IAsyncEnumerable<FinishedProblem> ReadAsync(string folder, CancellationToken cancellation) => ReadAsync(new FolderStore(folder), cancellation);

    /// <param name="store">Of the dataset; the journals of all workers, with the verdicts that were found out again.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<FinishedProblem> ReadAsync(IDatasetStore store, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var (_, problem) in ReadFilesAsync(store, cancellation)) yield return problem;
    }

    /// <summary>Each with the file that it is settled in. Those that were set aside come last, as they may be settled again.</summary>
    internal static async IAsyncEnumerable<(string File, FinishedProblem Problem)> ReadFilesAsync(IDatasetStore store, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (open, settled, aside) = (new Dictionary<long, OpenProblem>(), new NumberBits(), new SortedDictionary<long, (string File, SettledProblem Problem, ProblemVerdicts? Verdicts)>());
        var verdictFiles = await store.ListAsync(VerdictFiles.Folder, cancellation);
        foreach (var file in JournalFiles.Among(await store.ListAsync(JournalFiles.Folder, cancellation)))
        {
            var verdicts = await VerdictFiles.ReadAsync(store, verdictFiles, file, cancellation);
            await foreach (var body in JournalReader.ReadAsync(store, [file], (_, _) => { }, cancellation))
            {
                if (body.IsTree)
                {
                    var head = body.ReadHead();
                    if (settled.Contains(head.Problem)) continue;
                    if (!open.TryGetValue(head.Problem, out var drawn)) open[head.Problem] = drawn = new();
                    if (drawn.Takes(head)) drawn.Trees.Add(body.ReadTree());
                    continue;
                }
                var problem = body.ReadSettled();
                if (settled.Contains(problem.Number)) continue;
                if (problem.Quarantined is not null)
                {
                    aside[problem.Number] = (file, problem, verdicts.GetValueOrDefault(problem.Number));
                    continue;
                }
                settled.Add(problem.Number);
                aside.Remove(problem.Number);
                yield return (file, Finished(problem, open, verdicts.GetValueOrDefault(problem.Number)));
            }
        }
        foreach (var (file, problem, verdicts) in aside.Values.OrderBy(each => each.File, StringComparer.Ordinal)) yield return (file, Finished(problem, open, verdicts));
    }

    private static FinishedProblem Finished(SettledProblem problem, Dictionary<long, OpenProblem> open, ProblemVerdicts? verdicts)
    {
        open.Remove(problem.Number, out var all);
        IReadOnlyList<TrajectoryTree> trees = all?.Trees ?? [];
        if (verdicts is not null) trees = [.. verdicts.Over(trees)];
        return new(problem, trees, Rollout.Of(trees));
    }

    private sealed class OpenProblem
    {
        private readonly HashSet<(int Variant, int Rollout)> _final = [];

        public List<TrajectoryTree> Trees { get; } = [];

        /// <summary>Of a tree with a rollout that is final already nothing is taken.</summary>
        public bool Takes(TreeHead tree)
        {
            var rollouts = Enumerable.Range(tree.Rollout, tree.Count).Select(each => (tree.Variant, each)).ToArray();
            if (rollouts.Any(_final.Contains)) return false;
            _final.UnionWith(rollouts);
            return true;
        }
    }
}
