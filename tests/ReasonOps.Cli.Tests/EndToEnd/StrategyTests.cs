using ReasonOps.Api.ReasoningServices;
using ReasonOps.Cli.Evaluation;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>Every strategy of the sample on the real engine, reward model and verifier, over HTTP.</summary>
public sealed class StrategyTests(StrategyTests.Sample sample) : IClassFixture<StrategyTests.Sample>
{
    private const string Question = "12+7*8-5=";

    public static TheoryData<string, string> Strategies => new()
    {
        { "plain", "SingleChain" }, { "plain", "MajorityVote" },
        { "process", "WeightedVote" }, { "process", "BestOfN" }, { "process", "BeamSearch" }, { "process", "DiverseTree" },
        { "process", "Lookahead" }, { "process", "TreeSearch" }, { "process", "Cascade" }, { "process", "ComputeOptimal" },
        { "outcome", "WeightedVote" }, { "outcome", "BestOfN" },
        { "verified", "BestOfN" }, { "verified", "Revision" },
        { "unaided", "ConfidenceFilter" }, { "unaided", "WeightedVote" }, { "unaided", "MonteCarlo" },
    };

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task A_strategy_answers_and_tells_what_it_took(string tenant, string strategy)
    {
        var answer = await sample.AskAsync(tenant, new ReasonOpsOverrides { Strategy = strategy, Votes = 4, Check = Right(tenant) });

        var report = answer.Reasonops!;
        Assert.Equal(strategy, report.Strategy);
        Assert.DoesNotContain(report.Notes ?? [], note => note.Contains("is not set up", StringComparison.Ordinal) || note.Contains("reasonops.check", StringComparison.Ordinal));
        Assert.False(string.IsNullOrWhiteSpace(answer.Choices[0].Message!.Content));
        Assert.True(report.Tokens!.Spent >= report.Tokens.Winner, $"{report.Tokens}");
        // Four chains, and what a search may add to them.
        Assert.InRange(report.Tokens.Spent, 1, 4 * 2 * (128 + 8));
    }

    [Theory]
    [InlineData("BeamSearch")]
    [InlineData("DiverseTree")]
    [InlineData("TreeSearch")]
    public async Task A_search_finds_whole_chains_of_problems_that_no_training_saw(string strategy)
    {
        var problems = await Problem.ReadAsync(Path.Combine(Repository.Root, "config/models/arithmetic/problems.jsonl"), CancellationToken.None);
        // Of 3 and 4 terms, of which one chain in ten is wrong.
        var some = problems.Skip(40).Take(80).Where((_, i) => i % 5 == 0).ToArray();

        var answers = await Task.WhenAll(some.Select((problem, i) => sample.AskAsync(
            "process", new ReasonOpsOverrides { Strategy = strategy, Votes = 6 }, problem.Prompt, seed: 1000 * i)));

        var right = some.Zip(answers).Count(pair => pair.First.Answer == pair.Second.Content());
        Assert.True(right >= 12, $"{right} of {some.Length} right");
        Assert.All(answers, answer =>
        {
            // One step after the other to the last, whoever drew them; nothing was cut off or left out of the accounts.
            Assert.EndsWith(";", answer.Reasoning(), StringComparison.Ordinal);
            Assert.InRange(answer.ReasoningTokens() - answer.Reasoning().Length, 0, 1); // the token that ends it
            Assert.Null(answer.Reasonops!.Notes);
            Assert.InRange(answer.Reasonops.Votes!.Cast, 1, 6);
            Assert.True(answer.Reasonops.Tokens!.Spent > answer.Reasonops.Tokens.Winner, $"{answer.Reasonops.Tokens}");
        });
    }

    [Fact]
    public async Task A_verifier_that_is_not_told_what_is_right_is_not_asked_and_the_answer_says_so()
    {
        var answer = await sample.AskAsync("verified", new ReasonOpsOverrides { Strategy = "BestOfN", Votes = 2 });

        Assert.Contains(answer.Reasonops!.Notes!, note => note.EndsWith("send reasonops.check", StringComparison.Ordinal));
    }

    private static System.Text.Json.JsonElement? Right(string tenant) =>
        tenant == "verified" ? System.Text.Json.JsonElement.Parse("""{"type":"math","expected":"63"}""") : null;

    public sealed class Sample : IAsyncLifetime
    {
        private ReasoningService _service = null!;
        private SecretValues _secrets = null!;
        private LocalVerifiers _verifiers = null!;
        private LocalService _local = null!;

        public async Task InitializeAsync()
        {
            using var limit = new CancellationTokenSource(Wait.Limit);
            var (service, pools) = await ManifestFile.ReadLocalAsync(Path.Combine(Repository.Root, "config/samples/strategies.yaml"), limit.Token);
            _service = service!;
            _secrets = await SecretValues.ReadAsync([], null, limit.Token);
            _secrets.Complete(_service, pools);
            var options = new LocalOptions(Port: 0, Models: null, DrainLimit: TimeSpan.FromSeconds(5));
            var quiet = new StartText(TextWriter.Null);
            _verifiers = await LocalVerifiers.StartAsync(pools, _secrets, options, quiet, limit.Token);
            _local = await LocalService.StartAsync(
                _service, _secrets, options with { Verifier = _verifiers.TargetOf(_service, _secrets) },
                snapshot => snapshot with { Tenants = [.. snapshot.Tenants.Select(tenant => tenant with { DeadlineSeconds = 300 })] }, quiet, limit.Token);
        }

        public Task<ChatResponse> AskAsync(string tenant, ReasonOpsOverrides overrides, string prompt = Question, long seed = 7) => Asking.AskAsync(
            _local.Endpoint, _secrets.KeyOf(_service.Spec.Tenants.Single(one => one.Name == tenant)), _local.Snapshot.Model, prompt, seed, overrides);

        public async Task DisposeAsync()
        {
            await _local.DisposeAsync();
            await _verifiers.DisposeAsync();
        }
    }
}
