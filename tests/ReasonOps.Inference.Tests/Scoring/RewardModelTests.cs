using ReasonOps.Inference.Scoring;

namespace ReasonOps.Inference.Tests.Scoring;

public class RewardModelTests
{
    [Fact]
    public void It_says_what_PyTorch_says()
    {
        using var model = new RewardModel(TestReward.Folder);

        foreach (var chain in TestReward.Golden)
        {
            var scores = model.Score([TestReward.Outcome(chain), TestReward.Process(chain)]);

            Assert.Equal(chain.Outcome, Assert.Single(scores[0]), 1e-3);
            Assert.Equal(chain.Process.Count, scores[1].Length);
            Assert.All(chain.Process.Zip(scores[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        }
    }

    [Fact]
    public void A_text_scores_the_same_alone_and_beside_others()
    {
        using var model = new RewardModel(TestReward.Folder);
        RewardText[] texts = [.. TestReward.Golden.Take(12).SelectMany(chain => (RewardText[])[TestReward.Outcome(chain), TestReward.Process(chain)])];

        var together = model.Score(texts);

        foreach (var (text, scores) in texts.Zip(together))
            Assert.All(model.Score([text])[0].Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void What_comes_behind_a_step_does_not_change_its_reward()
    {
        using var model = new RewardModel(TestReward.Folder);
        foreach (var whole in TestReward.Golden.Take(12).Select(TestReward.Process).Where(text => text.Places.Count > 1))
        {
            var first = whole.Places[0];
            var part = new RewardText(whole.Tokens[..(first + 1)], whole.Head, [first]);

            Assert.Equal(model.Score([whole])[0][0], model.Score([part])[0][0], 1e-4);
        }
    }
}
