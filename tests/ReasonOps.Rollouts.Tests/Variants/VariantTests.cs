using System.Text;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;
using ReasonOps.Rollouts.Trajectories;
using ReasonOps.Rollouts.Variants;

namespace ReasonOps.Rollouts.Tests.Variants;

public sealed class VariantTests : IDisposable
{
    private const string Template = """{"id":"t","prompt":"{a} apples and {b} pears?","answer":"{a + b}","parameters":{"a":{"from":2,"to":9},"b":[10,20]}}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_template_has_versions_with_other_numbers_and_their_own_answers_and_checks()
    {
        var versions = await Maker(3).MakeAsync(await ParseAsync(Template), default);
        Assert.Equal(4, versions.Select(version => version.Prompt).Distinct().Count());
        Assert.All(versions, version =>
        {
            var words = version.Prompt.Split(' ');
            Assert.Equal($"{int.Parse(words[0], null) + int.Parse(words[3], null)}", version.Answer);
            Assert.Equal(version.Answer, version.Check!.Value.GetProperty("expected").GetString());
        });
        Assert.Equal(versions.Select(version => version.Prompt), (await Maker(3).MakeAsync(await ParseAsync(Template), default)).Select(version => version.Prompt));
    }

    [Fact]
    public async Task Where_there_are_no_more_numbers_what_is_missing_is_told()
    {
        var told = new List<string>();
        var versions = await Maker(40, told: told).MakeAsync(await ParseAsync(Template), default);
        Assert.Equal(16, versions.Count);
        Assert.Contains("25 of 40 variants are left out", Assert.Single(told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{a + b}", "{a + c}", "there is no parameter \"c\"")]
    [InlineData("\"to\":9", "\"to\":1", "parameters.a.to: 1 is below from 2; raise it")]
    [InlineData("[10,20]", "[]", "parameters.b: is empty")]
    [InlineData("[10,20]", "\"x\"", "parameters.b: \"x\" is no range")]
    [InlineData("{\"a\":{\"from\":2,\"to\":9},\"b\":[10,20]}", "[]", "parameters: is not an object")]
    public async Task A_template_that_cannot_be_filled_in_is_told_with_its_line(string right, string wrong, string told)
    {
        var bad = new List<BadProblem>();
        Assert.Empty(await ReadAsync(Template.Replace(right, wrong, StringComparison.Ordinal), bad));
        Assert.Contains(told, Assert.Single(bad).Mistake, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paraphrase_keeps_the_numbers_and_differs()
    {
        var problem = await ParseAsync("""{"prompt":"Add 2 and 3.","answer":"5"}""");
        var versions = await Maker(2, ["Add 2 and 3!", "What is the sum of 2 and 4?", "What is the sum of 2 and 3?", "", "What do 3 and 2 make?"]).MakeAsync(problem, default);
        Assert.Equal(["Add 2 and 3.", "What is the sum of 2 and 3?", "What do 3 and 2 make?"], versions.Select(version => version.Prompt));
        Assert.All(versions, version => Assert.Equal("5", version.Answer));
    }

    [Fact]
    public async Task A_model_that_only_repeats_leaves_the_variant_out_and_that_is_told()
    {
        var told = new List<string>();
        var versions = await Maker(1, ["add 2 and  3"], told).MakeAsync(await ParseAsync("""{"prompt":"Add 2 and 3.","answer":"5"}"""), default);
        Assert.Single(versions);
        Assert.Contains("variant 1 is left out", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_before_a_kill_is_asked_after_it()
    {
        var problem = await ParseAsync("""{"prompt":"Add 2 and 3.","answer":"5"}""");
        await using (var journal = await Journal.OpenAsync(_folder.Path, 0, 1, default))
            Assert.True(await journal.KeepAsync(new ProblemVersions(1, [problem, problem with { Prompt = "2 and 3 make?" }]), default));
        // After the kill the model says something else.
        await RunAsync(problem, Maker(1, ["The sum of 2 and 3?"]));
        var finished = await FinishedAsync();
        Assert.Equal(["Add 2 and 3.", "2 and 3 make?"], finished.Settled.Prompts);
        Assert.Equal([(0, 4), (1, 4)], finished.Variants.Select(variant => (variant.Key, variant.Count())).Order());
        Assert.Equal("2 and 3 make?", finished.Settled.VersionOf(1).Prompt);
    }

    [Fact]
    public async Task A_version_is_checked_by_its_own_answer()
    {
        await RunAsync(await ParseAsync(Template), Maker(2));
        var finished = await FinishedAsync();
        Assert.Equal(3, finished.Variants.Count());
        Assert.All(finished.Rollouts, rollout => Assert.Equal(rollout.Leaf.Answer == finished.Settled.VersionOf(rollout.Tree.Variant).Answer, rollout.IsRight));
        Assert.Contains(finished.Rollouts, rollout => rollout.IsRight);
    }

    private async Task RunAsync(Problem problem, VersionMaker maker)
    {
        await using var journal = await Journal.OpenAsync(_folder.Path, 0, 1, default);
        var worker = new RolloutWorker(World.Settings(SearchKind.Independent, rollouts: 4), new World().RunnerFor, journal, new KeyValueRoom(2000, 100), new Silent(), TimeProvider.System);
        await worker.RunAsync(new[] { problem }.ToAsyncEnumerable(), maker, default);
    }

    private async Task<FinishedProblem> FinishedAsync() => Assert.Single(await FinishedProblems.ReadAsync(_folder.Path, default).ToListAsync());

    private static VersionMaker Maker(int variants, IReadOnlyList<string>? says = null, List<string>? told = null)
    {
        var model = new Script(says ?? []);
        return new VersionMaker(World.Settings(SearchKind.Independent), variants, null, null, (_, _) => new Runner(model, TimeProvider.System), (_, why) => told?.Add(why));
    }

    private static async Task<Problem> ParseAsync(string line) => Assert.Single(await ReadAsync(line, []));

    private static async Task<List<Problem>> ReadAsync(string line, List<BadProblem> bad) =>
        await new ProblemReader(ProblemFields.Plain, null, bad.Add).ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(line)), Partition.Whole, default).ToListAsync();

    /// <summary>Says one text after the other, the last again and again.</summary>
    private sealed class Script(IReadOnlyList<string> says) : IChainSampler
    {
        private int _said;

        public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Yield();
            yield return new ChainEvent.Said(request.First, says[Math.Min(_said++, says.Count - 1)], 5);
            yield return new ChainEvent.Ended(request.First, ChainEnd.Stopped);
        }
    }

    private sealed class Silent : IRolloutProgress;
}
