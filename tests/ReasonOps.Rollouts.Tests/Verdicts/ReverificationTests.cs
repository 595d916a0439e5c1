using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Tests.Storage;
using ReasonOps.Rollouts.Trajectories;
using ReasonOps.Rollouts.Verdicts;

namespace ReasonOps.Rollouts.Tests.Verdicts;

[Collection(nameof(S3Server))]
public sealed class ReverificationTests(S3Server server) : IDisposable
{
    private const int Problems = 12;

    private readonly TempFolder _folder = new();
    private int _checks;

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(false), InlineData(true)]
    public async Task Every_verdict_is_found_out_again_and_the_journal_stays_as_it_is(bool s3)
    {
        using var store = await FilledAsync(s3);
        var before = await JournalAsync(store);
        // Right by the new verifier is what ends in 1; the journal has 0 right and 1 wrong.
        var result = await RunAsync(store, chain => chain.Answer == "1");
        Assert.Equal(new ReverifyResult(Problems, 2 * Problems, 2 * Problems, 0), result);
        Assert.All(await FinishedAsync(store), problem => Assert.Equal([Verdict.Wrong, Verdict.Right], problem.Rollouts.OrderBy(rollout => rollout.Number).Select(rollout => rollout.Leaf.Verdict)));
        Assert.Equal(before, await JournalAsync(store));
    }

    [Fact]
    public async Task Found_out_once_more_the_last_time_counts()
    {
        using var store = await FilledAsync(s3: false);
        await RunAsync(store, chain => chain.Answer == "1");
        Assert.Equal(2 * Problems, (await RunAsync(store, chain => chain.Answer == "0")).Changed);
        Assert.Equal(0, (await RunAsync(store, chain => chain.Answer == "0")).Changed);
        Assert.All(await FinishedAsync(store), problem => Assert.Equal(1, problem.Rollouts.Count(rollout => rollout is { IsRight: true, Content: "0" })));
    }

    /// <summary>As if killed after any number of checks: what was written is not asked for again, and the sums are those of the whole.</summary>
    [Fact]
    public async Task Killed_on_its_way_it_goes_on_with_what_is_missing()
    {
        using var store = await FilledAsync(s3: false);
        using (var kill = new CancellationTokenSource())
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(store, chain =>
            {
                if (Volatile.Read(ref _checks) > Problems) kill.Cancel();
                return chain.Answer == "1";
            }, kill.Token));
        Assert.Equal(new ReverifyResult(Problems, 2 * Problems, 2 * Problems, 0), await RunAsync(store, chain => chain.Answer == "1"));
        var checks = _checks;
        await File.AppendAllTextAsync(Directory.GetFiles(Path.Combine(_folder.Path, "verdicts", "000001"), "*.jsonl").Order(StringComparer.Ordinal).Last(), "{\"crc32c\":\"00");
        File.Delete(Path.Combine(_folder.Path, "verdicts", "000001", "done"));
        Assert.Equal(2 * Problems, (await RunAsync(store, chain => chain.Answer == "1")).Changed);
        Assert.Equal(checks, _checks);
    }

    [Fact]
    public async Task What_a_verifier_cannot_decide_stays_as_it_was_and_is_tried_by_the_next()
    {
        using var store = await FilledAsync(s3: false);
        var result = await RunAsync(store, chain => chain.Answer == "0" ? true : null);
        Assert.Equal((0, Problems), (result.Problems, result.Left));
        Assert.All(await FinishedAsync(store), problem => Assert.Equal(1, problem.Rollouts.Count(rollout => rollout is { IsRight: true, Content: "0" })));
        Assert.Equal((Problems, 0), (await RunAsync(store, chain => chain.Answer == "1") is var again ? (again.Problems, again.Left) : default));
    }

    [Fact]
    public async Task Revisions_are_found_out_too_and_go_where_the_first_attempt_was_right_after_all()
    {
        var store = new FolderStore(_folder.Path);
        await using (var journal = await Journal.OpenAsync(store, 0, 1, default))
        {
            var tree = Trees.Chain(1, 0, "so", "0", Verdict.Wrong);
            await journal.AppendAsync(tree with { Leaves = [tree.Leaves[0] with { Revisions = [new("told", "so", "1", 2, "1", Verdict.Right)] }] }, default);
            await journal.SettleAsync(World.Settled(1), default);
        }
        Assert.Equal(1, (await RunAsync(store, _ => false)).Changed);
        Assert.Null(Assert.Single(Assert.Single(await FinishedAsync(store)).Rollouts).Mended);
        await RunAsync(store, _ => true);
        Assert.Null(Assert.Single(Assert.Single(await FinishedAsync(store)).Rollouts).Leaf.Revisions);
    }

    private Task<ReverifyResult> RunAsync(IDatasetStore store, Func<Chain, bool?> isRight, CancellationToken cancellation = default) =>
        new Reverification(store, _ => new Checker(chain =>
        {
            Interlocked.Increment(ref _checks);
            return isRight(chain);
        }), TimeProvider.System) { Pause = TimeSpan.FromMilliseconds(1) }.RunAsync(cancellation);

    /// <summary>By two workers, each killed in between, so that problems lie across files.</summary>
    private async Task<IDatasetStore> FilledAsync(bool s3)
    {
        var store = s3 ? await DatasetStore.OpenAsync($"s3://{S3Server.Bucket}/{Guid.NewGuid():N}", server.Settings, default) : new FolderStore(_folder.Path);
        for (var half = 0; half < 2; half++)
            for (var worker = 0; worker < 2; worker++)
            {
                await using var journal = await Journal.OpenAsync(store, worker, 2, default);
                for (var problem = 1 + worker; problem <= Problems; problem += 2)
                {
                    await journal.AppendAsync(Trees.Chain(problem, half, "so", $"{half}", half == 0 ? Verdict.Right : Verdict.Wrong), default);
                    if (half == 1) await journal.SettleAsync(World.Settled(problem), default);
                }
            }
        return store;
    }

    private static async Task<string> JournalAsync(IDatasetStore store)
    {
        var text = "";
        foreach (var file in (await store.ListAsync("journal/", default)).Where(name => name.EndsWith(".jsonl", StringComparison.Ordinal)))
        {
            await using var stream = await store.ReadAsync(file, default);
            using var reader = new StreamReader(stream);
            text += file + await reader.ReadToEndAsync();
        }
        return text;
    }

    private static async Task<List<FinishedProblem>> FinishedAsync(IDatasetStore store)
    {
        var finished = new List<FinishedProblem>();
        await foreach (var problem in FinishedProblems.ReadAsync(store, default)) finished.Add(problem);
        return finished;
    }

    private sealed class Checker(Func<Chain, bool?> isRight) : IChecker
    {
        public ValueTask<CheckResult> CheckAsync(Chain chain, CancellationToken cancellation) => ValueTask.FromResult(isRight(chain) switch
        {
            true => new CheckResult(CheckEnd.Passed),
            false => new CheckResult(CheckEnd.Failed, "wrong"),
            null => new CheckResult(CheckEnd.Unknown, "away"),
        });
    }
}
