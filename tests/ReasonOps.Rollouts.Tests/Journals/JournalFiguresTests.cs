using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Journals;

public sealed class JournalFiguresTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_figures_of_a_journal_are_the_same_for_the_next_that_opens_it()
    {
        JournalFigures before;
        await using (var journal = await OpenAsync())
        {
            TrajectoryTree[] trees = [Trees.Chain(1, 0, "so", "2", Verdict.Right), Trees.Chain(1, 1, "hm", "3", Verdict.Wrong)];
            foreach (var tree in trees) await journal.AppendAsync(tree, default);
            await journal.SettleAsync(Trees.Settled(1) with { Counts = ProblemCounts.Of(trees, new()) }, default);
            await journal.SettleAsync(Trees.Settled(2) with { Quarantined = "it \"crashes\"" }, default);
            await journal.AppendAsync(Trees.Chain(3, 0, "open", "4", Verdict.Right), default);
            before = journal.Figures;
        }
        await using var again = await OpenAsync();
        Assert.Equal((2, 1, 3, 2, 1, 1, 3, 11),
            (before.Settled, before.Quarantined, before.Rollouts, before.Right, before.Wrong, before.Kept, before.Backward, before.Forward));
        Assert.Equal([new(1, new(0.5, 1)), new(2, new(1, 1))], before.PassAt);
        Assert.Equivalent(before, again.Figures, strict: true);
    }

    [Fact]
    public async Task Trees_of_a_problem_that_was_open_are_given_once_and_none_of_one_that_is_settled()
    {
        await using (var journal = await OpenAsync())
        {
            await journal.AppendAsync(Trees.Chain(1, 0, "settled", "2", Verdict.Right), default);
            await journal.SettleAsync(Trees.Settled(1), default);
            await journal.AppendAsync(Trees.Chain(2, 0, "open", "3", Verdict.Right), default);
        }
        await using var again = await OpenAsync();
        Assert.Empty(again.TakeRecovered(1));
        Assert.Equal("open", Assert.Single(again.TakeRecovered(2)).Nodes[0].Text);
        Assert.Empty(again.TakeRecovered(2));
    }

    /// <summary>As they were written before counts stood in them.</summary>
    [Fact]
    public void Older_lines_are_read_as_far_as_they_tell()
    {
        var tree = new JournalBody(true, "{\"problem\":7,\"variant\":0,\"rollout\":0,\"rollouts\":2,\"right\":1,\"wrong\":1,\"seed\":3,\"nodes\":[],\"leaves\":[]}"u8.ToArray());
        var settled = new JournalBody(false, "{\"number\":7,\"problem\":{\"number\":7},\"prompts\":[],\"quarantined\":\"why\"}"u8.ToArray());
        Assert.Equal(new TreeHead(7, 0, 0, 2, 1, 1), tree.ReadHead());
        Assert.Equal(new SettledHead(7, true, null), settled.ReadSettledHead());
    }

    private Task<Journal> OpenAsync() => Journal.OpenAsync(_folder.Path, 0, 1, CancellationToken.None);
}
