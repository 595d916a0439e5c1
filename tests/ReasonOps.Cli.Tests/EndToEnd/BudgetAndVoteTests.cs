using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Tests.Children;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Cli.Tests.EndToEnd;

public sealed class BudgetAndVoteTests : IAsyncLifetime
{
    private const string Hard = "12+7*8-5*3+44-2=";

    private SampleService _service = null!;

    public async Task InitializeAsync() => _service = await SampleService.StartAsync(tenant => tenant with { Limits = new LimitsSnapshot() });

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task A_short_budget_is_kept_and_still_answers()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => _service.AskAsync("free", Hard, seed: 1000 * i)));

        Assert.All(answers, answer => Assert.InRange(answer.ReasoningTokens(), 1, 24));
        Assert.All(answers, answer => Assert.NotEmpty(answer.Content()));
        Assert.All(answers, answer => Assert.InRange(answer.Reasoning().Length, 1, 24));
        // The question needs more than that: the budget is what ended the thinking.
        Assert.Contains(answers, answer => answer.ReasoningTokens() == 24);
    }

    [Fact]
    public async Task A_request_may_think_less_than_its_tenant_but_not_more()
    {
        var less = await _service.AskAsync("research", Hard, seed: 5, new() { ReasoningTokens = 10, Votes = 3 });
        var more = await _service.AskAsync("free", Hard, seed: 5, new() { ReasoningTokens = 4000 });

        Assert.InRange(less.ReasoningTokens(), 1, 10);
        Assert.Empty(less.Reasonops!.Clamped);
        Assert.InRange(more.ReasoningTokens(), 1, 24);
        Assert.Equal(["reasoning_tokens: 4000 -> 24"], more.Reasonops!.Clamped);
    }

    [Fact]
    public async Task Votes_above_the_maximum_are_clamped_and_it_is_said()
    {
        var answer = await _service.AskAsync("research", Hard, seed: 5, new() { Votes = 64 });

        Assert.Equal(["votes: 64 -> 16"], answer.Reasonops!.Clamped);
        Assert.Equal(16, answer.Reasonops.Votes!.Asked);
        Assert.InRange(answer.Reasonops.Votes.Cast, 1, 16);
    }

    [Theory]
    [InlineData("free", "SingleChain")]
    [InlineData("pro", "MajorityVote")]
    [InlineData("research", "SingleChain")]
    public async Task The_same_seed_and_strategy_give_the_same_answer_whoever_else_asks(string tenant, string strategy)
    {
        var alone = await _service.AskAsync(tenant, Hard, seed: 7, new() { Strategy = strategy });
        var others = Enumerable.Range(0, 6).Select(i => _service.AskAsync("research", "9*3+77-12*4=", seed: 100 * i)).ToArray();
        var again = await _service.AskAsync(tenant, Hard, seed: 7, new() { Strategy = strategy });
        await Task.WhenAll(others);

        Assert.Equal((alone.Content(), alone.Reasoning()), (again.Content(), again.Reasoning()));
        Assert.Equal(strategy, again.Reasonops!.Strategy);
        Assert.Equal(alone.ReasoningTokens(), again.ReasoningTokens());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1001)]
    [InlineData(2001)]
    public async Task The_answer_of_a_vote_is_what_most_of_its_chains_say(long seed)
    {
        await using var service = await SampleService.StartAsync(tenant => tenant with { Stop = new StopSnapshot("None"), Limits = new LimitsSnapshot() });
        var answer = await service.AskAsync("pro", Hard, seed);

        // The same chains, asked of an engine itself.
        var chains = await Asking.Client(service.EngineUrls[0], null).ChatAsync(
            Asking.Question(service.Model, Hard, seed) with { N = 5, ThinkingTokenBudget = 128, MaxTokens = 140 });
        var contents = chains.Choices.Select(choice => choice.Message!.Content!).ToArray();
        var equivalence = new NumericEquivalence();
        var most = contents.Max(Votes);

        Assert.Equal(5, answer.Reasonops!.Votes!.Cast);
        Assert.Equal(most, Votes(answer.Content()));
        Assert.Equal(most / 5.0, answer.Reasonops.Votes.Agreement, precision: 6);

        int Votes(string content) => contents.Count(other => equivalence.Same(other, content));
    }

    [Fact]
    public async Task A_stream_tells_the_winning_chain_as_the_whole_answer_does()
    {
        var whole = await _service.AskAsync("free", Hard, seed: 11);
        var (reasoning, content, usage) = ("", "", (Usage?)null);
        var request = Asking.Question(_service.Model, Hard, seed: 11) with { StreamOptions = new StreamOptions { IncludeUsage = true } };
        await foreach (var chunk in _service.Client("free").StreamChatAsync(request))
        {
            reasoning += string.Concat(chunk.Choices.Select(choice => choice.Delta?.Thinking));
            content += string.Concat(chunk.Choices.Select(choice => choice.Delta?.Content));
            usage = chunk.Usage ?? usage;
        }

        Assert.Equal((whole.Reasoning(), whole.Content()), (reasoning, content));
        Assert.Equal(whole.Usage, usage);
    }
}
