using System.Diagnostics;
using System.Globalization;
using ReasonOps.Rollouts.Datasets;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Cli.Rollouts;

/// <summary>One line on standard error that says how far a job has come; nothing where that is no terminal.</summary>
/// <param name="wanted">Rollouts, where every problem gets the most.</param>
/// <param name="before">Rollouts that were final when it began.</param>
/// <param name="prune">What is kept.</param>
internal sealed class RolloutProgress(long wanted, long before, PruneSettings prune) : IRolloutProgress
{
    private const int BarWidth = 10;

    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<long, List<TrajectoryTree>> _open = [];
    private readonly Tally _tally = new();
    private long _rollouts;
    private long _tokens;
    private string? _trouble;

    public void Drawn(TrajectoryTree tree)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(tree.Problem, out var trees)) _open[tree.Problem] = trees = [];
            trees.Add(tree);
            _rollouts += tree.Count;
            _tokens += tree.Drawn;
        }
    }

    public void Settled(SettledProblem problem)
    {
        lock (_lock)
        {
            _open.Remove(problem.Number, out var trees);
            var finished = new FinishedProblem(problem, trees ?? [], Rollout.Of(trees ?? []));
            _tally.Add(finished, Pruner.Prune(finished.Rollouts, prune));
        }
    }

    public void Trouble(Problem problem, string why)
    {
        lock (_lock) _trouble = $"problem {problem.Number}: {why}";
    }

    /// <summary>Writes it every second until cancelled.</summary>
    public async Task ShowAsync(CancellationToken cancellation)
    {
        if (Console.IsErrorRedirected) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation)) await Console.Error.WriteAsync($"\r{Line()}\u001b[K");
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteAsync("\r\u001b[K");
        }
    }

    /// <summary>As <c> 62 % ######----  19,840/32,000   kept 9,112   pass@1 0.52   pass@16 0.94   41k tokens/s   00:48 left</c>.</summary>
    public string Line()
    {
        lock (_lock)
        {
            var (done, seconds, counts) = (before + _rollouts, Math.Max(0.001, _clock.Elapsed.TotalSeconds), _tally.Counts);
            var share = wanted == 0 ? 1 : Math.Min(1, (double)done / wanted);
            var bar = (int)(share * BarWidth);
            var left = _rollouts == 0 ? "" : $"   {TimeSpan.FromSeconds((wanted - done) / (_rollouts / seconds)):hh\\:mm\\:ss} left";
            var coverage = string.Concat(counts.PassAt.Where(pair => pair.Key is 1 or 16).Select(pair => Text($"   pass@{pair.Key} {pair.Value:0.00}")));
            return Text($"{100 * share,3:0} % {new string('#', bar)}{new string('-', BarWidth - bar)}  {done:N0}/{wanted:N0}   kept {counts.Kept:N0}{coverage}   {Rate(_tokens / seconds)} tokens/s{left}")
                + (_trouble is null ? "" : $"   {_trouble}");
        }
    }

    private static string Rate(double rate) => rate >= 10_000 ? Text($"{rate / 1000:0}k") : Text($"{rate:0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
