using ReasonOps.Inference.Scoring;

namespace ReasonOps.Inference.Tests.Scoring;

public class ScorerTests
{
    private static readonly RewardText[] Texts = [.. TestReward.Golden.Select(TestReward.Process)];

    [Fact]
    public async Task Many_requests_at_once_each_get_their_own_scores()
    {
        await using var scorer = TestReward.Scorer();
        using var model = new RewardModel(TestReward.Folder);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => scorer.ScoreAsync(Texts[i..(i + 3)], CancellationToken.None)))
            .WaitAsync(Reading.Deadline);

        for (var i = 0; i < answers.Length; i++)
        {
            Assert.Equal(3, answers[i].Length);
            Assert.All(model.Score(Texts[i..(i + 3)]).Zip(answers[i]), pair => Assert.All(pair.First.Zip(pair.Second), one => Assert.Equal(one.First, one.Second, 1e-4)));
        }
        Assert.Equal(120, scorer.Metrics.Texts);
    }

    [Fact]
    public async Task A_run_takes_no_more_tokens_than_it_may()
    {
        await using var scorer = TestReward.Scorer(new ScorerOptions(MaxBatchTokens: 1));

        await scorer.ScoreAsync(Texts[..5], CancellationToken.None).WaitAsync(Reading.Deadline);

        Assert.Equal((5, 5), (scorer.Metrics.Runs, scorer.Metrics.Texts));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_what_it_holds_is_still_scored()
    {
        await using var scorer = TestReward.Scorer(new ScorerOptions(MaxWaitingRequests: 1));
        RewardText[] many = [.. Enumerable.Repeat(Texts, 4).SelectMany(texts => texts)];

        var asked = Enumerable.Range(0, 64).Select(_ => scorer.ScoreAsync(many, CancellationToken.None)).ToArray();
        var refused = 0;
        foreach (var answer in asked)
        {
            try
            {
                Assert.Equal(many.Length, (await answer.WaitAsync(Reading.Deadline)).Length);
            }
            catch (ScorerBusyException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, asked.Length - 1);
    }

    [Fact]
    public async Task What_is_cancelled_before_its_turn_is_not_run()
    {
        await using var scorer = TestReward.Scorer();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scorer.ScoreAsync(Texts[..4], gone.Token));
        await scorer.ScoreAsync(Texts[..2], CancellationToken.None).WaitAsync(Reading.Deadline);

        Assert.Equal(2, scorer.Metrics.Texts);
    }

    [Fact]
    public async Task A_scorer_that_stopped_says_so()
    {
        var scorer = TestReward.Scorer();
        await scorer.DisposeAsync();

        Assert.False(scorer.Healthy);
        await Assert.ThrowsAsync<ScorerStoppedException>(() => scorer.ScoreAsync(Texts[..1], CancellationToken.None));
    }

    [Fact]
    public async Task A_text_that_the_model_fails_on_fails_its_request_and_not_the_next()
    {
        await using var scorer = TestReward.Scorer();

        await Assert.ThrowsAnyAsync<Exception>(() => scorer.ScoreAsync([new RewardText([9999], 0, [0])], CancellationToken.None).WaitAsync(Reading.Deadline));

        Assert.Single(await scorer.ScoreAsync(Texts[..1], CancellationToken.None).WaitAsync(Reading.Deadline));
    }
}
