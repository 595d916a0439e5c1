using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Scores;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Steps;

namespace ReasonOps.Engines.Tests.Scores;

public sealed class ScorerClientTests : IDisposable
{
    private static readonly ChatRequest Question = new() { Model = "m", Messages = [new() { Role = "user", Content = "1+2*3=" }] };

    private static readonly ScorerOptions Quick = new() { Timeout = TimeSpan.FromMinutes(2), Pause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5) };

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_process_has_a_reward_for_each_step()
    {
        await using var scorer = await FakeScorer.StartAsync(FakeScorer.Lengths);

        var reward = Assert.Single(await Ask(scorer).ScoreAsync(RewardKind.Process, [Chain(0, "2*3=6;1+6=7;1", "7")], CancellationToken.None));

        Assert.Null(reward.Missing);
        Assert.Equal([0.06, 0.06, 0.01], reward.Steps);
        var request = Assert.Single(scorer.Requests);
        Assert.Equal(("process", "rewards", "1+2*3="), (request.Kind, request.Model, Assert.Single(request.Messages!).Content));
        Assert.Equal(["2*3=6;", "1+6=7;", "1"], Assert.Single(request.Items!).Steps!);
        Assert.Equal("Bearer secret-key", Assert.Single(scorer.Keys));
    }

    [Fact]
    public async Task An_outcome_is_of_the_answer_and_a_chain_without_one_is_not_asked_about()
    {
        await using var scorer = await FakeScorer.StartAsync(FakeScorer.Lengths);

        var rewards = await Ask(scorer).ScoreAsync(RewardKind.Outcome, [Chain(0, "2*3=6;"), Chain(1, "2*3=6;1+6=7;", "7")], CancellationToken.None);

        Assert.Contains("has no answer", rewards[0].Missing, StringComparison.Ordinal);
        Assert.Equal([0.01], rewards[1].Steps);
        var item = Assert.Single(Assert.Single(scorer.Requests).Items!);
        Assert.Equal(("2*3=6;1+6=7;", "7"), (item.Reasoning, item.Content));
    }

    [Fact]
    public async Task No_text_is_scored_twice_and_a_kind_is_not_taken_for_the_other()
    {
        await using var scorer = await FakeScorer.StartAsync(FakeScorer.Lengths);
        var question = Ask(scorer);

        var first = await question.ScoreAsync(RewardKind.Process, [Chain(0, "a;", "7"), Chain(1, "a;", "8"), Chain(2, "bb;", "7")], CancellationToken.None);
        var second = await question.ScoreAsync(RewardKind.Process, [Chain(2, "bb;", "7"), Chain(3, "a;")], CancellationToken.None);
        await question.ScoreAsync(RewardKind.Outcome, [Chain(0, "a;", "7"), Chain(1, "a;", "8")], CancellationToken.None);

        Assert.Equal([2, 2], scorer.Requests.Select(request => request.Items!.Count));
        Assert.Equal([[0.02], [0.02], [0.03]], first.Select(reward => reward.Steps));
        Assert.Equal([[0.03], [0.02]], second.Select(reward => reward.Steps));
    }

    [Fact]
    public async Task Another_question_is_asked_anew()
    {
        await using var scorer = await FakeScorer.StartAsync(FakeScorer.Lengths);
        var client = Client(new ScorerTargets { Process = [scorer.Address] });

        await client.For(Question).ScoreAsync(RewardKind.Process, [Chain(0, "a;")], CancellationToken.None);
        await client.For(Question).ScoreAsync(RewardKind.Process, [Chain(0, "a;")], CancellationToken.None);

        Assert.Equal(2, scorer.Requests.Count);
    }

    [Fact]
    public async Task A_request_holds_no_more_chains_and_no_more_text_than_it_may()
    {
        await using var scorer = await FakeScorer.StartAsync(FakeScorer.Lengths);
        Chain[] chains = [.. Enumerable.Range(1, 10).Select(i => Chain(i, new string('a', i)))];

        var byCount = await Ask(scorer, Quick with { MaxItems = 4 }).ScoreAsync(RewardKind.Process, chains, CancellationToken.None);
        Assert.Equal([4, 4, 2], scorer.Requests.Select(request => request.Items!.Count));
        scorer.Requests.Clear();
        var byLength = await Ask(scorer, Quick with { MaxCharacters = 9 }).ScoreAsync(RewardKind.Process, chains, CancellationToken.None);

        Assert.Equal([3, 2, 1, 1, 1, 1, 1], scorer.Requests.Select(request => request.Items!.Count));
        var expected = Enumerable.Range(1, 10).Select(i => i / 100.0);
        Assert.Equal(expected, byCount.Select(reward => reward.Steps[0]));
        Assert.Equal(expected, byLength.Select(reward => reward.Steps[0]));
    }

    [Fact]
    public async Task A_kind_without_a_model_is_a_reward_that_says_so()
    {
        var reward = Assert.Single(await Client(new ScorerTargets()).For(Question).ScoreAsync(RewardKind.Process, [Chain(0, "a;")], CancellationToken.None));

        Assert.Equal(("no reward model of process is set up", 0), (reward.Missing, reward.Steps.Count));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_broken_replica_is_passed_over(int status)
    {
        await using var broken = await FakeScorer.StartAsync((_, context) => context.Refuse(status, "not now"));
        await using var sound = await FakeScorer.StartAsync(FakeScorer.Lengths);
        var client = Client(new ScorerTargets { Process = [broken.Address, sound.Address] });

        for (var i = 0; i < 4; i++)
            Assert.Null(Assert.Single(await client.For(Question).ScoreAsync(RewardKind.Process, [Chain(0, "a;")], CancellationToken.None)).Missing);

        Assert.Equal((2, 4), (broken.Requests.Count, sound.Requests.Count)); // questions take turns
    }

    [Fact]
    public async Task A_scorer_that_stays_broken_is_given_up_and_asked_anew_later()
    {
        var works = false;
        await using var scorer = await FakeScorer.StartAsync((request, context) => works ? FakeScorer.Lengths(request, context) : context.Refuse(503, "loading"));
        var question = Ask(scorer);

        var failed = await question.ScoreAsync(RewardKind.Process, [Chain(0, "a;"), Chain(1, "b;")], CancellationToken.None);
        works = true;
        var later = await question.ScoreAsync(RewardKind.Process, [Chain(0, "a;")], CancellationToken.None);

        Assert.All(failed, reward => Assert.Contains("the scorer answered 503", reward.Missing, StringComparison.Ordinal));
        Assert.Null(Assert.Single(later).Missing);
        Assert.Equal(3 + 1, scorer.Requests.Count);
    }

    [Fact]
    public async Task What_the_request_is_refused_for_is_not_tried_again()
    {
        await using var scorer = await FakeScorer.StartAsync((_, context) => context.Refuse(400, "kind is \"process\"; it must be outcome here"));

        var reward = Assert.Single(await Ask(scorer).ScoreAsync(RewardKind.Process, [Chain(0, "a;")], CancellationToken.None));

        Assert.Contains("it must be outcome here", reward.Missing, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-key", reward.Missing, StringComparison.Ordinal);
        Assert.Single(scorer.Requests);
    }

    [Fact]
    public async Task A_scorer_that_is_not_there_is_a_reason()
    {
        var scorer = await FakeScorer.StartAsync(FakeScorer.Lengths);
        var question = Ask(scorer);
        await scorer.DisposeAsync();

        var reward = Assert.Single(await question.ScoreAsync(RewardKind.Process, [Chain(0, "a;")], CancellationToken.None));

        Assert.Contains("could not be asked", reward.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scorer_that_says_nothing_is_given_up_in_time()
    {
        await using var scorer = await FakeScorer.StartAsync((_, context) => context.Hang());

        var reward = Assert.Single(await Ask(scorer, Quick with { Timeout = TimeSpan.FromMilliseconds(300) })
            .ScoreAsync(RewardKind.Process, [Chain(0, "a;")], CancellationToken.None));

        Assert.Contains("did not answer within 0.3 s", reward.Missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_may_leave()
    {
        var (heard, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var scorer = await FakeScorer.StartAsync((_, context) =>
        {
            heard.TrySetResult();
            return context.Hang(gone);
        });
        using var leaving = new CancellationTokenSource();

        var asked = Ask(scorer).ScoreAsync(RewardKind.Process, [Chain(0, "a;")], leaving.Token).AsTask();
        await heard.Task.WaitAsync(Quick.Timeout);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Quick.Timeout));
        await gone.Task.WaitAsync(Quick.Timeout);
    }

    [Theory]
    [InlineData("""{"data":[]}""", "leaves the chain out")]
    [InlineData("""{}""", "leaves the chain out")]
    [InlineData("""{"data":[null]}""", "leaves the chain out")]
    [InlineData("""{"data":[{"index":1,"scores":[0.5,0.5]}]}""", "leaves the chain out")]
    [InlineData("""{"data":[{"index":-1,"scores":[0.5,0.5]}]}""", "leaves the chain out")]
    [InlineData("""{"data":[{"index":0,"scores":[0.5]}]}""", "1 scores where 2 were asked for")]
    [InlineData("""{"data":[{"index":0}]}""", "0 scores where 2 were asked for")]
    [InlineData("""{"data":[{"index":0,"scores":[0.5,1.5]}]}""", "1.5; a reward is from 0 to 1")]
    [InlineData("""{"data":[{"index":0,"scores":[-2,0.5]}]}""", "-2; a reward is from 0 to 1")]
    [InlineData("""{"data":[{"index":0,"error":{"message":"too long","type":"t"}}]}""", "refused the chain: too long")]
    [InlineData("""{"data":[{"index":0,"scores":["high"]}]}""", "could not be asked")]
    [InlineData("""{"data":""", "could not be asked")]
    [InlineData("", "could not be asked")]
    [InlineData("<html>", "could not be asked")]
    public async Task An_answer_that_makes_no_sense_is_no_reward(string body, string words)
    {
        await using var scorer = await FakeScorer.StartAsync((_, context) => context.Body(body));

        var reward = Assert.Single(await Ask(scorer).ScoreAsync(RewardKind.Process, [Chain(0, "a;b;")], CancellationToken.None));

        Assert.Empty(reward.Steps);
        Assert.Contains(words, reward.Missing, StringComparison.Ordinal);
    }

    private static Chain Chain(int index, string reasoning, string content = "") => new() { Index = index, Reasoning = reasoning, Content = content };

    private ScorerClient Client(ScorerTargets targets, ScorerOptions? options = null) => new(_http, targets with { Steps = new StepFormat([";"]) }, options ?? Quick);

    private IScorer Ask(FakeScorer scorer, ScorerOptions? options = null)
    {
        IReadOnlyList<EngineAddress> there = [scorer.Address];
        return Client(new ScorerTargets { Outcome = there, Process = there }, options).For(Question);
    }
}
