using System.Collections.Concurrent;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Storage;

/// <summary>The journal where nothing can be appended to.</summary>
[Collection(nameof(S3Server))]
public sealed class S3JournalTests(S3Server server)
{
    private readonly string _uri = $"s3://{S3Server.Bucket}/{Guid.NewGuid():N}";

    [Fact]
    public async Task What_is_put_is_final_for_the_next_and_read_in_its_order()
    {
        using var store = await OpenAsync();
        for (var problem = 1; problem <= 3; problem++)
        {
            await using var journal = await Journal.OpenAsync(store, 0, 1, default);
            Assert.Equal(2 * (problem - 1), journal.Recovery.Rollouts);
            Assert.True(await journal.AppendAsync(Tree(problem, 0), default));
            await journal.FlushAsync(default);
            Assert.True(await journal.AppendAsync(Tree(problem, 1), default));
            Assert.False(await journal.AppendAsync(Tree(problem, 1, "late"), default));
            await journal.SettleAsync(Trees.Settled(problem), default);
        }
        var finished = await FinishedAsync(store);
        Assert.Equal([1, 2, 3], finished.Select(problem => problem.Settled.Number));
        Assert.All(finished, problem => Assert.Equal(["so", "so"], problem.Rollouts.Select(rollout => rollout.Reasoning)));
        Assert.Equal(6, (await store.ListAsync("journal/part-00000/0", default)).Count);
    }

    [Fact]
    public async Task Lines_that_come_together_are_one_object()
    {
        using var store = await OpenAsync(every: TimeSpan.FromMinutes(10));
        await using (var journal = await Journal.OpenAsync(store, 0, 1, default))
        {
            for (var i = 0; i < 40; i++) await journal.AppendAsync(Tree(1, i), default);
            Assert.Empty(await store.ListAsync("journal/part-00000/0", default));
        }
        Assert.Single(await store.ListAsync("journal/part-00000/0", default));
    }

    [Fact]
    public async Task Of_two_processes_that_write_one_journal_the_first_ends_and_nothing_is_there_twice()
    {
        using var store = await OpenAsync();
        await using var first = await Journal.OpenAsync(store, 0, 1, default);
        await first.AppendAsync(Tree(1, 0, "first"), default);
        await first.FlushAsync(default);
        await using var second = await Journal.OpenAsync(store, 0, 1, default);
        await first.AppendAsync(Tree(1, 1, "first"), default);
        var taken = await Assert.ThrowsAsync<TakenOverException>(() => first.FlushAsync(default));
        Assert.Contains("Two workers were started for one partition", taken.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TakenOverException>(() => first.AppendAsync(Tree(1, 2, "first"), default));
        await second.AppendAsync(Tree(1, 1, "second"), default);
        await second.SettleAsync(Trees.Settled(1), default);
        await second.FlushAsync(default);
        Assert.Equal(["first", "second"], Assert.Single(await FinishedAsync(store)).Rollouts.Select(rollout => rollout.Reasoning));
    }

    /// <summary>As two have it that were both in the middle of a put when one took over.</summary>
    [Fact]
    public async Task Whatever_two_wrote_of_the_same_the_first_of_each_counts_once()
    {
        using var store = await OpenAsync();
        await PutAsync(store, "00000001-aaaaaaaa", JournalLine.Of(Tree(1, 0, "first")));
        await PutAsync(store, "00000002-aaaaaaaa", JournalLine.Of(Tree(1, 1, "first")), JournalLine.Of(Trees.Settled(1)));
        await PutAsync(store, "00000002-bbbbbbbb", JournalLine.Of(Tree(1, 1, "second")), JournalLine.Of(Tree(1, 2, "second")), JournalLine.Of(Trees.Settled(1)), JournalLine.Of(Tree(1, 3, "late")));
        Assert.Equal(["first", "first"], Assert.Single(await FinishedAsync(store)).Rollouts.Select(rollout => rollout.Reasoning));
        await using var journal = await Journal.OpenAsync(store, 0, 1, default);
        Assert.Equal(2, journal.Recovery.Rollouts);
    }

    /// <summary>Everything goes wrong for a while, in the middle of a job; then the server is back.</summary>
    [Fact]
    public async Task While_the_server_is_away_nothing_is_lost_and_it_is_told()
    {
        var puts = 0;
        await using var proxy = new FaultyProxy(server.Url, (connection, request) =>
            request.StartsWith("PUT", StringComparison.Ordinal) && request.Contains(".jsonl", StringComparison.Ordinal) && Interlocked.Increment(ref puts) <= 2
                ? connection % 2 == 0 ? Fault.Broken : Fault.CutAnswer : Fault.None);
        var settings = World.Settings(SearchKind.Independent, rollouts: 8);
        var told = new Told();
        using (var store = await DatasetStore.OpenAsync(_uri, S3Server.Of(proxy.Url) with { Attempts = 1 }, default))
        await using (var journal = await Journal.OpenAsync(store, 0, 1, default))
            await new RolloutWorker(settings, new World().RunnerFor, journal, new KeyValueRoom(2000, 100), told, TimeProvider.System).RunAsync(ProblemsAsync(30), versions: null, default);
        using var direct = await OpenAsync();
        var finished = await FinishedAsync(direct);
        Assert.Equal(30, finished.Count);
        Assert.All(finished, problem => Assert.Equal(Enumerable.Range(0, 8), problem.Rollouts.Select(rollout => rollout.Number)));
        Assert.Contains(told.Troubles, why => why.Contains("finished entries wait to be kept", StringComparison.Ordinal));
    }

    private Task<IDatasetStore> OpenAsync(TimeSpan? every = null) =>
        DatasetStore.OpenAsync(_uri, every is { } pace ? server.Settings with { Every = pace } : server.Settings, default);

    private static Task PutAsync(IDatasetStore store, string name, params ReadOnlyMemory<byte>[] lines) =>
        store.PutAsync($"journal/part-00000/{name}.jsonl", lines.SelectMany(line => line.ToArray()).ToArray(), default);

    private static async Task<List<FinishedProblem>> FinishedAsync(IDatasetStore store)
    {
        var finished = new List<FinishedProblem>();
        await foreach (var problem in FinishedProblems.ReadAsync(store, default)) finished.Add(problem);
        return finished;
    }

    private static async IAsyncEnumerable<Problem> ProblemsAsync(int count)
    {
        await Task.Yield();
        for (var i = 1; i <= count; i++) yield return World.Problem(i);
    }

    private static TrajectoryTree Tree(long problem, int rollout, string reasoning = "so") => Trees.Chain(problem, rollout, reasoning, "2", Verdict.Right);

    private sealed class Told : IRolloutProgress
    {
        public ConcurrentQueue<string> Troubles { get; } = [];

        void IRolloutProgress.Trouble(Problem problem, string why) => Troubles.Enqueue(why);

        void IRolloutProgress.Trouble(string why) => Troubles.Enqueue(why);
    }
}
