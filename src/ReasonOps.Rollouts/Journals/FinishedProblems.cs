using System.Runtime.CompilerServices;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Journals;

/// <summary>The settled problems of a journal in the order they were settled in. In memory are those that are open where it reads, and no others.</summary>
public static class FinishedProblems
{
    /// <param name="folder">Of the dataset; the journals of all workers.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async IAsyncEnumerable<FinishedProblem> ReadAsync(string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var open = new Dictionary<long, List<TrajectoryTree>>();
        await foreach (var body in JournalReader.ReadAsync(Segments.All(folder), (_, _) => { }, cancellation))
        {
            if (body.IsTree)
            {
                var tree = body.ReadTree();
                if (!open.TryGetValue(tree.Problem, out var trees)) open[tree.Problem] = trees = [];
                trees.Add(tree);
                continue;
            }
            var problem = body.ReadSettled();
            open.Remove(problem.Number, out var drawn);
            yield return new(problem, drawn ?? [], Rollout.Of(drawn ?? []));
        }
    }
}
