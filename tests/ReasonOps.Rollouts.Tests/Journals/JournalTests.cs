using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Journals;

public sealed class JournalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_written_is_final_for_the_next_that_opens_it()
    {
        await using (var journal = await OpenAsync())
        {
            Assert.True(await journal.AppendAsync(Tree(1, 0), default));
            Assert.True(await journal.AppendAsync(Tree(2, 3), default));
            await journal.SettleAsync(Trees.Settled(1), default);
        }
        await using var again = await OpenAsync();
        Assert.Equal(new JournalRecovery(2, 0, 0), again.Recovery);
        Assert.True(again.Read(state => state.IsSettled(1) && state.IsFinal(2, 0, 3)));
        Assert.False(again.Read(state => state.IsSettled(2) || state.IsFinal(2, 0, 0)));
    }

    [Fact]
    public async Task A_result_that_comes_late_replaces_none()
    {
        await using (var journal = await OpenAsync())
        {
            Assert.True(await journal.AppendAsync(Tree(1, 0, "first"), default));
            Assert.False(await journal.AppendAsync(Tree(1, 0, "second"), default));
            await journal.SettleAsync(Trees.Settled(1), default);
            Assert.False(await journal.AppendAsync(Tree(1, 1), default));
        }
        Assert.Equal("first", Assert.Single(Assert.Single(await FinishedAsync()).Rollouts).Reasoning);
    }

    [Fact]
    public async Task The_same_rollout_from_many_at_once_is_written_once()
    {
        await using (var journal = await OpenAsync())
        {
            var written = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => journal.AppendAsync(Tree(1, i % 5, $"{i}"), default)));
            Assert.Equal(5, written.Count(isNew => isNew));
            await journal.SettleAsync(Trees.Settled(1), default);
        }
        Assert.Equal(5, Assert.Single(await FinishedAsync()).Rollouts.Count);
    }

    /// <summary>Whatever byte the process was killed at: nothing that was final before is lost, nothing half written counts, and writing goes on.</summary>
    [Fact]
    public async Task A_torn_tail_is_cut_wherever_it_was_torn()
    {
        await using (var journal = await OpenAsync())
        {
            await journal.AppendAsync(Tree(1, 0), default);
            await journal.AppendAsync(Tree(1, 1), default);
        }
        var (file, whole) = (Segment(), await File.ReadAllBytesAsync(Segment()));
        var first = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var end = first; end <= whole.Length; end += 7)
        {
            await File.WriteAllBytesAsync(file, whole[..end]);
            await using (var journal = await OpenAsync())
            {
                Assert.Equal(new JournalRecovery(1, end == first ? 0 : 1, 0), journal.Recovery);
                Assert.True(await journal.AppendAsync(Tree(1, 1), default));
            }
            await using (var again = await OpenAsync()) Assert.Equal(2, again.Recovery.Rollouts);
            foreach (var later in Directory.GetFiles(Path.GetDirectoryName(file)!, "*.jsonl").Where(path => path != file)) File.Delete(later);
        }
    }

    [Fact]
    public async Task A_line_that_was_damaged_is_passed_over_and_drawn_again()
    {
        await using (var journal = await OpenAsync())
        {
            for (var i = 0; i < 3; i++) await journal.AppendAsync(Tree(1, i, "abcdefgh"), default);
        }
        var text = await File.ReadAllTextAsync(Segment());
        var second = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        await File.WriteAllTextAsync(Segment(), text[..second] + text[second..].Replace("abcdefgh", "abcdEfgh", StringComparison.Ordinal)[..(text.Length - second)]);
        await using var again = await OpenAsync();
        Assert.Equal(new JournalRecovery(1, 0, 2), again.Recovery);
        Assert.True(await again.AppendAsync(Tree(1, 2), default));
    }

    [Fact]
    public async Task Two_processes_do_not_write_one_journal()
    {
        await using var journal = await OpenAsync();
        await Assert.ThrowsAsync<IOException>(OpenAsync);
    }

    [Fact]
    public async Task Memory_holds_open_problems_and_not_settled_ones()
    {
        await using var journal = await OpenAsync();
        for (var problem = 1; problem <= 200; problem++)
        {
            await journal.AppendAsync(Tree(problem, 0), default);
            await journal.SettleAsync(Trees.Settled(problem), default);
        }
        Assert.Equal((0, 200, 200), journal.Read(state => (state.Open, state.Settled, state.Rollouts)));
    }

    private Task<Journal> OpenAsync() => Journal.OpenAsync(_folder.Path, worker: 0, workers: 1, CancellationToken.None);

    private string Segment() => Directory.GetFiles(Path.Combine(_folder.Path, "journal"), "*.jsonl").Order(StringComparer.Ordinal).First();

    private async Task<List<FinishedProblem>> FinishedAsync()
    {
        var finished = new List<FinishedProblem>();
        await foreach (var problem in FinishedProblems.ReadAsync(_folder.Path, CancellationToken.None)) finished.Add(problem);
        return finished;
    }

    private static TrajectoryTree Tree(long problem, int rollout, string reasoning = "so") => Trees.Chain(problem, rollout, reasoning, "2", Verdict.Right);
}
