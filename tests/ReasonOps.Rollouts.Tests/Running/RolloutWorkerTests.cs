using System.Collections.Concurrent;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Running;

public sealed class RolloutWorkerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SearchKind.Independent)]
    [InlineData(SearchKind.Branching)]
    public async Task Every_problem_gets_its_rollouts(SearchKind kind)
    {
        var told = await RunAsync(World.Settings(kind, rollouts: 20), new World(), problems: 30);
        var finished = await FinishedAsync(_folder.Path);
        Assert.Equal(30, finished.Count);
        Assert.All(finished, problem => Assert.Equal(Enumerable.Range(0, 20), problem.Rollouts.Select(rollout => rollout.Number)));
        Assert.Equal((30, 600), (told.Settled.Count, told.Drawn.Sum(tree => tree.Count)));
    }

    [Fact]
    public async Task Killed_anywhere_and_begun_again_it_comes_to_the_same()
    {
        var settings = World.Settings(SearchKind.Independent, rollouts: 8);
        using var whole = new TempFolder();
        await RunAsync(settings, new World(), 20, whole.Path);
        for (var kill = 1; !await RunUntilAsync(settings, drawn: 13 * kill); kill++) Assert.InRange(kill, 1, 100);
        Assert.Equal(Texts(await FinishedAsync(whole.Path)), Texts(await FinishedAsync(_folder.Path)));
    }

    [Fact]
    public async Task A_problem_that_fails_every_attempt_is_set_aside_and_the_others_go_on()
    {
        var world = new World { Fault = (prompt, _) => prompt == "3+1=" ? "the engine crashed" : null };
        var told = await RunAsync(World.Settings(SearchKind.Independent), world, 5);
        var finished = await FinishedAsync(_folder.Path);
        Assert.Equal("the engine crashed", finished.Single(problem => problem.Settled.Number == 3).Settled.Quarantined);
        Assert.All(finished.Where(problem => problem.Settled.Number != 3), problem => Assert.Equal((8, null), (problem.Rollouts.Count, problem.Settled.Quarantined)));
        Assert.Contains((3, "the engine crashed"), told.Troubles);
    }

    [Fact]
    public async Task A_problem_that_was_set_aside_is_tried_again_on_request_and_counts_once()
    {
        var broken = new World { Fault = (prompt, _) => prompt is "3+1=" or "4+1=" ? "the engine crashed" : null };
        await RunAsync(World.Settings(SearchKind.Independent), broken, 5);
        await RunAsync(World.Settings(SearchKind.Independent), new World(), 5);
        Assert.Equal(2, (await FinishedAsync(_folder.Path)).Count(problem => problem.Settled.Quarantined is not null));
        await RunAsync(World.Settings(SearchKind.Independent), new World { Fault = (prompt, _) => prompt == "4+1=" ? "it crashed again" : null }, 5, again: true);
        var finished = await FinishedAsync(_folder.Path);
        Assert.Equal([1, 2, 3, 4, 5], finished.Select(problem => problem.Settled.Number).Order());
        Assert.Equal("it crashed again", Assert.Single(finished, problem => problem.Settled.Quarantined is not null).Settled.Quarantined);
        Assert.Equal(8, finished.Single(problem => problem.Settled.Number == 3).Rollouts.Count);
        await using var journal = await Journal.OpenAsync(_folder.Path, 0, 1, default);
        Assert.Equal((5, 1), (journal.Figures.Settled, journal.Figures.Quarantined));
    }

    [Fact]
    public async Task What_is_lost_now_and_then_is_no_result_and_drawn_again()
    {
        var world = new World { Fault = (_, attempt) => attempt % 4 == 0 ? "the engine restarts" : null };
        await RunAsync(World.Settings(SearchKind.Independent) with { Attempts = 50 }, world, 10);
        Assert.All(await FinishedAsync(_folder.Path), problem => Assert.Equal((8, null), (problem.Rollouts.Count, problem.Settled.Quarantined)));
    }

    [Fact]
    public async Task A_wrong_rollout_is_shown_its_mistake_and_may_try_again()
    {
        await RunAsync(World.Settings(SearchKind.Independent) with { Retries = 2 }, new World(), 10);
        var rollouts = (await FinishedAsync(_folder.Path)).SelectMany(problem => problem.Rollouts).ToArray();
        var wrong = rollouts.Where(rollout => !rollout.IsRight).ToArray();
        Assert.NotEmpty(wrong);
        Assert.All(wrong, rollout =>
        {
            var revision = Assert.Single(rollout.Leaf.Revisions!);
            Assert.Equal(Verdict.Right, revision.Verdict);
            Assert.Contains($"{rollout.Leaf.Answer} is not", revision.Told, StringComparison.Ordinal);
        });
        Assert.All(rollouts.Where(rollout => rollout.IsRight), rollout => Assert.Null(rollout.Leaf.Revisions));
    }

    [Fact]
    public async Task Adaptive_allocation_spends_where_the_estimate_is_open()
    {
        var settings = World.Settings(SearchKind.Independent) with { Allocation = new(4, 32, 0.17) };
        await RunAsync(settings, new World(), 20);
        var finished = await FinishedAsync(_folder.Path);
        Assert.All(finished, problem => Assert.InRange(problem.Rollouts.Count, 4, 32));
        var settled = finished.Where(problem => problem.Rollouts.Count == 8).ToArray();
        Assert.All(settled, problem => Assert.Single(problem.Rollouts.Select(rollout => rollout.IsRight).Distinct()));
        Assert.Contains(finished, problem => problem.Rollouts.Count == 32);
    }

    /// <returns>Whether it came to its end.</returns>
    private async Task<bool> RunUntilAsync(RolloutSettings settings, int drawn)
    {
        using var kill = new CancellationTokenSource();
        try
        {
            await RunAsync(settings, new World { Fault = (_, _) => Interlocked.Decrement(ref drawn) < 0 ? Kill(kill) : null }, 20, cancellation: kill.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Kill(CancellationTokenSource kill)
    {
        kill.Cancel();
        return "killed";
    }

    private async Task<Told> RunAsync(RolloutSettings settings, World world, int problems, string? folder = null, bool again = false, CancellationToken cancellation = default)
    {
        var told = new Told();
        await using var journal = await Journal.OpenAsync(new FolderStore(folder ?? _folder.Path), 0, 1, CancellationToken.None, again);
        var worker = new RolloutWorker(settings, world.RunnerFor, journal, new KeyValueRoom(2000, 100), told, TimeProvider.System);
        await worker.RunAsync(ProblemsAsync(problems), versions: null, cancellation);
        return told;
    }

    private static async IAsyncEnumerable<Problem> ProblemsAsync(int count)
    {
        await Task.Yield();
        for (var i = 1; i <= count; i++) yield return World.Problem(i);
    }

    private static async Task<List<FinishedProblem>> FinishedAsync(string folder)
    {
        var finished = new List<FinishedProblem>();
        await foreach (var problem in FinishedProblems.ReadAsync(folder, CancellationToken.None)) finished.Add(problem);
        return finished;
    }

    private static string[] Texts(List<FinishedProblem> problems) =>
        [.. problems.SelectMany(problem => problem.Rollouts.Select(rollout => $"{problem.Settled.Number}/{rollout.Number} {rollout.Reasoning} {rollout.Content} {rollout.Leaf.Verdict}")).Order(StringComparer.Ordinal)];

    private sealed class Told : IRolloutProgress
    {
        public ConcurrentQueue<TrajectoryTree> Drawn { get; } = [];
        public ConcurrentQueue<SettledProblem> Settled { get; } = [];
        public ConcurrentQueue<(long, string)> Troubles { get; } = [];

        void IRolloutProgress.Drawn(TrajectoryTree tree) => Drawn.Enqueue(tree);
        void IRolloutProgress.Settled(SettledProblem problem) => Settled.Enqueue(problem);
        void IRolloutProgress.Trouble(Problem problem, string why) => Troubles.Enqueue((problem.Number, why));
    }
}
