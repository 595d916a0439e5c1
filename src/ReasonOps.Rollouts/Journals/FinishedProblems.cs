using System.Runtime.CompilerServices;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Trajectories;

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

    /// <param name="store">Of the dataset; the journals of all workers.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<FinishedProblem> ReadAsync(IDatasetStore store, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (open, settled) = (new Dictionary<long, OpenProblem>(), new NumberBits());
        var files = JournalFiles.Among(await store.ListAsync(JournalFiles.Folder, cancellation));
        await foreach (var body in JournalReader.ReadAsync(store, files, (_, _) => { }, cancellation))
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
            if (!settled.Add(problem.Number)) continue;
            open.Remove(problem.Number, out var all);
            yield return new(problem, all?.Trees ?? [], Rollout.Of(all?.Trees ?? []));
        }
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
