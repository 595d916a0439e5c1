using System.Text.Json.Nodes;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Rollouts.Tests.Journals;

public sealed class JournalOriginTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FolderStore _store;

    public JournalOriginTests() => _store = new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_job_goes_on_and_another_is_told_what_is_other()
    {
        var job = Job("""{"seed": 1, "search": {"kind": "Branching", "branching": 4}, "partitions": 2}""");
        Assert.Empty(await JournalOrigin.HoldAsync(_store, 0, job, default));
        Assert.Empty(await JournalOrigin.HoldAsync(_store, 0, job, default));
        var another = Job("""{"seed": 2, "search": {"kind": "Independent"}, "partitions": 2}""");
        Assert.Equal(
            ["spec.seed was 1 and is 2", "spec.search.kind was \"Branching\" and is \"Independent\"", "spec.search.branching was 4 and is not said"],
            await JournalOrigin.HoldAsync(_store, 0, another, default));
        Assert.Empty(await JournalOrigin.HoldAsync(_store, 0, job, default));
    }

    [Fact]
    public async Task Who_reads_asks_all_journals_and_writes_nothing()
    {
        Assert.Empty(await JournalOrigin.CheckAsync(_store, Job("""{"seed": 1}"""), default));
        Assert.Empty(await _store.ListAsync("journal/", default));
        await JournalOrigin.HoldAsync(_store, 0, Job("""{"seed": 1, "partitions": 2}"""), default);
        await JournalOrigin.HoldAsync(_store, 1, Job("""{"seed": 3, "partitions": 2}"""), default);
        Assert.Equal(["spec.seed was 3 and is 1"], await JournalOrigin.CheckAsync(_store, Job("""{"seed": 1}"""), default));
    }

    [Fact]
    public async Task Workers_that_begin_at_once_do_not_hinder_each_other()
    {
        var job = Job("""{"seed": 1}""");
        await Parallel.ForAsync(0, 16, async (worker, cancellation) => Assert.Empty(await JournalOrigin.HoldAsync(_store, worker, job, cancellation)));
        Assert.Equal(16, (await _store.ListAsync("journal/job-", default)).Count);
    }

    private static JsonObject Job(string spec) => JsonNode.Parse(spec)!.AsObject();
}
