using System.Text.Json;
using ReasonOps.Engines.Checks;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;

namespace ReasonOps.Engines.Tests.Checks;

public sealed class VerifierClientTests
{
    private const string Passed = """{"verdict":"Accepted","accepted":true,"message":"","tests":[],"waited_seconds":0}""";
    private const string Failed = """{"verdict":"WrongAnswer","accepted":false,"message":"expected 63, got 61"}""";
    private const string Math = """{"type":"math","expected":"63","id":"mine"}""";

    private static readonly VerifierOptions Quick = new() { Pause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(5) };

    [Fact]
    public async Task A_check_goes_out_with_the_answer_and_comes_back_as_passed()
    {
        using var verifier = new Replies((200, Passed));

        Assert.Equal(new CheckResult(CheckEnd.Passed), await Ask(verifier, Math, new Chain { Index = 0, Answer = "63", Content = "so 63" }));

        var (url, key, body) = Assert.Single(verifier.Asked);
        Assert.Equal(("http://pool/v1/verify", "vk"), (url, key));
        Assert.Equal("""{"type":"math","expected":"63","answer":"63"}""", body);
    }

    [Fact]
    public async Task What_fails_says_what_was_wrong()
    {
        using var verifier = new Replies((200, Failed));

        Assert.Equal(new CheckResult(CheckEnd.Failed, "expected 63, got 61"), await Ask(verifier, Math, new Chain { Index = 0, Answer = "61" }));
    }

    [Theory]
    [InlineData("""{"verdict":"InternalError","accepted":false,"message":"the box broke"}""", "the verifier could not decide it: the box broke")]
    [InlineData("[]", "the verifier answered something that is no verdict")]
    [InlineData("nonsense", "the verifier answered something that is no verdict")]
    [InlineData("""{"verdict":"Accepted"}""", "the verifier answered something that is no verdict")]
    public async Task What_is_no_verdict_is_unknown(string body, string message)
    {
        using var verifier = new Replies((200, body));

        Assert.Equal(new CheckResult(CheckEnd.Unknown, message), await Ask(verifier, Math, new Chain { Index = 0, Answer = "61" }));
    }

    [Fact]
    public async Task A_full_pool_is_asked_again_and_one_that_is_away_is_unknown()
    {
        using var full = new Replies((429, """{"error":{"message":"full"}}"""), (0, ""), (200, Passed));
        using var away = new Replies((0, ""));

        Assert.Equal(CheckEnd.Passed, (await Ask(full, Math, new Chain { Index = 0, Answer = "63" })).End);
        var result = await Ask(away, Math, new Chain { Index = 0, Answer = "63" });

        Assert.Equal((CheckEnd.Unknown, Quick.Attempts), (result.End, away.Asked.Count));
        Assert.Contains("could not be asked: there was no connection", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_verifier_refuses_is_not_asked_again()
    {
        using var verifier = new Replies((400, """{"error":{"message":"language: \"cobol\" is not known"}}"""));

        var result = await Ask(verifier, """{"type":"code","language":"cobol","tests":[]}""", new Chain { Index = 0, Content = "x" });

        Assert.Equal(new CheckResult(CheckEnd.Unknown, "the verifier answered 400: language: \"cobol\" is not known"), result);
        Assert.Single(verifier.Asked);
    }

    [Fact]
    public async Task Of_a_program_what_stands_between_the_last_fences_is_checked()
    {
        using var verifier = new Replies((200, Passed));
        const string said = "First try:\n```python\nprint(1)\n```\nBetter:\n```python\nprint(2)\n```\nDone.";

        await Ask(verifier, """{"type":"code","language":"python","tests":[{"expected":"2"}]}""", new Chain { Index = 0, Content = said });

        Assert.Equal("print(2)\n", JsonElement.Parse(Assert.Single(verifier.Asked).Body).GetProperty("code").GetString());
    }

    [Fact]
    public async Task No_answer_fails_unasked_and_the_same_answer_is_asked_once()
    {
        using var verifier = new Replies((200, Failed));
        var checker = Client(verifier).For(Read(Math).Check!);

        Assert.Equal(CheckEnd.Failed, (await checker.CheckAsync(new Chain { Index = 0 }, CancellationToken.None)).End);
        Assert.Empty(verifier.Asked);
        await checker.CheckAsync(new Chain { Index = 1, Answer = "61" }, CancellationToken.None);
        await checker.CheckAsync(new Chain { Index = 2, Answer = "61" }, CancellationToken.None);

        Assert.Single(verifier.Asked);
    }

    [Theory]
    [InlineData("[]", "", "is not an object")]
    [InlineData("""{"expected":"63"}""", "type", "is not a type of check; there are math, exact, code, proof")]
    [InlineData("""{"type":"maths","expected":"63"}""", "type", "is not a type of check")]
    [InlineData("""{"type":"math"}""", "expected", "a check of type math needs it")]
    [InlineData("""{"type":"math","expected":63}""", "expected", "is missing, or no text")]
    [InlineData("""{"type":"math","expected":"63","answer":"63"}""", "answer", "is what the chains answer; leave it out")]
    [InlineData("""{"type":"code","language":"python"}""", "tests", "send an array of {input, expected}")]
    [InlineData("""{"type":"proof","system":"coq"}""", "statement", "a check of type proof needs it")]
    public void A_check_that_is_none_names_the_field(string check, string field, string mistake)
    {
        var (read, at, why) = Read(check);

        Assert.Null(read);
        Assert.Equal(field, at);
        Assert.Contains(mistake, why, StringComparison.Ordinal);
    }

    private static (AnswerCheck? Check, string Field, string? Mistake) Read(string check) => AnswerCheck.Read(JsonElement.Parse(check));

    private static VerifierClient Client(Replies verifier) => new(new HttpClient(verifier), new Uri("http://pool"), "vk", Quick);

    private static async Task<CheckResult> Ask(Replies verifier, string check, Chain chain) =>
        await Client(verifier).For(Read(check).Check!).CheckAsync(chain, CancellationToken.None);
}
