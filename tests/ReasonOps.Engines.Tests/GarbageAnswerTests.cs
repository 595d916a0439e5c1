using System.Text.Json;
using ReasonOps.Engines.Checks;
using ReasonOps.Engines.Judging;
using ReasonOps.Engines.Scores;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Tests;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Rewards;

namespace ReasonOps.Engines.Tests;

/// <summary>Scorers, verifiers and judges that answer garbage: no reward, no verdict, no winner, and a word why; never an exception.</summary>
public sealed class GarbageAnswerTests
{
    private static readonly ChatRequest Question = new() { Messages = [new ChatMessage { Role = "user", Content = "7*9=" }] };
    private static readonly Chain First = new() { Index = 0, Reasoning = "7*9=63", Content = "63", Answer = "63" };
    private static readonly Chain Second = new() { Index = 1, Reasoning = "7*9=61", Content = "61", Answer = "61" };

    [Fact]
    public void A_scorer_of_garbage_gives_no_reward_or_one_from_0_to_1() => Garbage.Never(seed =>
    {
        using var scorer = Answering(seed, "{\"data\":[null,{\"index\":1,\"scores\":[0.5]},", "]}");
        using var http = new HttpClient(scorer);
        var targets = new ScorerTargets { Outcome = [new(new Uri("http://scorer/v1"))] };
        var options = new ScorerOptions { Attempts = 1 };
        var rewards = new ScorerClient(http, targets, options).For(Question).ScoreAsync(RewardKind.Outcome, [First, Second], default).AsTask().GetAwaiter().GetResult();
        Assert.All(rewards, reward => Assert.True(reward.Missing is { Length: > 0 } || reward.Steps is [>= 0 and <= 1]));
        Assert.Equal(2, rewards.Count);
    });

    [Fact]
    public void A_verifier_of_garbage_gives_a_verdict_or_none() => Garbage.Never(seed =>
    {
        using var verifier = Answering(seed, "{\"accepted\":true,\"verdict\":", "}");
        using var http = new HttpClient(verifier);
        var check = AnswerCheck.Read(JsonElement.Parse("""{"type":"exact","expected":"63"}""")).Check!;
        var result = new VerifierClient(http, new Uri("http://pool"), options: new VerifierOptions { Attempts = 1 }).For(check).CheckAsync(First, default).AsTask().GetAwaiter().GetResult();
        Assert.True(result.End == CheckEnd.Passed || result.Message is { Length: > 0 });
    });

    [Fact]
    public void A_judge_of_garbage_prefers_one_of_the_two_or_says_why_not() => Garbage.Never(seed =>
    {
        using var judge = Answering(seed, "{\"choices\":[", ",null]}");
        using var http = new HttpClient(judge);
        var comparison = new JudgeClient(http, new Uri("http://judge/v1"), "m").For(Question).CompareAsync(First, Second, default).AsTask().GetAwaiter().GetResult();
        Assert.True(comparison.Preferred is 0 or 1 || comparison.Missing is { Length: > 0 });
    });

    [Fact]
    public void A_check_of_any_types_is_read_or_its_field_is_named() => Garbage.Never(seed =>
    {
        var garbage = new Garbage(seed);
        var type = garbage.Pick(["\"math\"", "\"code\"", "\"proof\"", "7"]);
        var body = $"{{\"type\":{type},\"expected\":\"1\",\"expected\":\"2\",\"language\":\"python\",\"tests\":[{garbage.Json()}],\"type\":{type},\"statement\":\"x\"}}";
        // Half a surrogate pair is refused with the request that brings it.
        var (check, _, mistake) = AnswerCheck.Read(JsonElement.Parse(body.Replace("\\ud800", "").Replace("\\udc00", "")));
        if (check is null) Assert.NotEmpty(mistake!);
        else Assert.NotEmpty(check.Of(First)!.ToJsonString());
    });

    [Fact]
    public void Of_a_field_that_a_check_has_twice_the_last_counts()
    {
        var check = AnswerCheck.Read(JsonElement.Parse("""{"type":"exact","expected":"1","expected":"2"}""")).Check!;
        Assert.Equal("""{"type":"exact","expected":"2","answer":"63"}""", check.Of(First)!.ToJsonString());
    }

    private static Replies Answering(int seed, string start, string end)
    {
        var garbage = new Garbage(seed);
        var body = garbage.Next(2) == 0 ? garbage.Json() : start + garbage.Json() + end;
        return new Replies((garbage.Pick([200, 200, 400, 500]), garbage.Next(4) == 0 ? body[..garbage.Next(body.Length)] : body));
    }
}
