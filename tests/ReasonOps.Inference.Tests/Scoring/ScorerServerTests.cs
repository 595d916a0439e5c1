using System.Net;
using System.Text;
using System.Text.Json;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Scores;

namespace ReasonOps.Inference.Tests.Scoring;

public class ScorerServerTests
{
    [Theory]
    [InlineData(ScoreRequest.Outcome)]
    [InlineData(ScoreRequest.Process)]
    public async Task Right_chains_score_above_wrong_ones(string kind)
    {
        await using var server = await ServedScorer.Start();
        List<(double Score, bool Right)> scored = [];
        foreach (var chains in TestReward.Golden.GroupBy(chain => chain.Prompt))
        {
            var answer = await server.Client.ScoreAsync(Ask(kind, [.. chains]));
            Assert.Equal((kind, ServedScorer.Model), (answer.Kind, answer.Model));
            Assert.True(answer.Usage!.PromptTokens > 0);
            scored.AddRange(answer.Data.Zip(chains).Select(pair => (pair.First.Scores.Min(), pair.Second.Right)));
        }

        var pairs = scored.Where(chain => chain.Right).SelectMany(right => scored.Where(chain => !chain.Right).Select(wrong => right.Score > wrong.Score)).ToArray();

        Assert.True(pairs.Average(inOrder => inOrder ? 1.0 : 0.0) > 0.75, $"{pairs.Count(inOrder => inOrder)} of {pairs.Length} pairs are in order");
    }

    [Fact]
    public async Task A_process_has_a_score_for_each_step_whoever_cuts_them()
    {
        await using var server = await ServedScorer.Start();
        var chain = TestReward.Golden.First(chain => chain.Steps.Count > 2);
        var cut = Ask(ScoreRequest.Process, [chain]);
        var whole = cut with { Items = [new ScoreItem { Reasoning = chain.Reasoning }] };

        var (ours, its) = (await server.Client.ScoreAsync(cut), await server.Client.ScoreAsync(whole));

        Assert.Equal(chain.Steps.Count, ours.Data[0].Scores.Count);
        Assert.Equal(ours.Data[0].Scores, its.Data[0].Scores);
    }

    [Fact]
    public async Task A_step_that_has_not_ended_is_scored_too()
    {
        await using var server = await ServedScorer.Start();
        var chain = TestReward.Golden.First(chain => chain.Steps.Count > 2);
        var request = Ask(ScoreRequest.Process, [chain]) with { Items = [new ScoreItem { Reasoning = chain.Reasoning[..^1] }] };

        Assert.Equal(chain.Steps.Count, (await server.Client.ScoreAsync(request)).Data[0].Scores.Count);
    }

    [Fact]
    public async Task A_chain_that_cannot_be_read_is_refused_alone()
    {
        await using var server = await ServedScorer.Start();
        var request = Ask(ScoreRequest.Outcome, [.. TestReward.Golden.Take(3)]);
        request = request with
        {
            Items =
            [
                request.Items![0], new ScoreItem { Reasoning = "so, 1+1=2;", Content = "2" }, new ScoreItem { Reasoning = "1+1=2;#", Content = "2" },
                new ScoreItem { Reasoning = new string('1', 400), Content = "2" }, request.Items[1],
            ],
        };

        var data = (await server.Client.ScoreAsync(request)).Data;

        Assert.Equal([1, 0, 0, 0, 1], data.Select(item => item.Scores.Count));
        Assert.Equal([null, "items[1].reasoning", "items[2].reasoning", "items[3]", null], data.Select(item => item.Error?.Param));
        Assert.Contains("\"s\"", data[1].Error!.Message, StringComparison.Ordinal);
        Assert.Contains("\"#\"", data[2].Error!.Message, StringComparison.Ordinal);
        Assert.Contains("this model reads 256", data[3].Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind": "process", "items": [{"steps": ["1+1=2;"]}]}""", "messages", "messages is missing")]
    [InlineData("""{"kind": "process", "messages": [{"role": "user", "content": "hello"}], "items": [{"steps": ["1+1=2;"]}]}""", "messages", "cannot read")]
    [InlineData("""{"MESSAGES", "items": [{"steps": ["1+1=2;"]}]}""", "kind", "kind is missing; it must be outcome or process")]
    [InlineData("""{"MESSAGES", "kind": "progress", "items": [{"steps": ["1+1=2;"]}]}""", "kind", "kind is \"progress\"; it must be outcome or process")]
    [InlineData("""{"MESSAGES", "kind": "process"}""", "items", "items is missing")]
    [InlineData("""{"MESSAGES", "kind": "process", "items": []}""", "items", "items holds 0; it must hold 1 to 256")]
    [InlineData("""{"MESSAGES", "kind": "process", "items": [null]}""", "items[0]", "items[0] is null")]
    [InlineData("""{"MESSAGES", "kind": "process", "items": [{}]}""", "items[0].steps", "neither reasoning nor steps")]
    [InlineData("""{"MESSAGES", "kind": "process", "items": [{"steps": ["1+1=2;", ""]}]}""", "items[0].steps[1]", "is empty")]
    [InlineData("""{"MESSAGES", "kind": "process", "items": [{"reasoning": "1+1=3;", "steps": ["1+1=2;"]}]}""", "items[0].steps", "are not its reasoning")]
    [InlineData("""{"MESSAGES", "kind": "outcome", "items": [{"reasoning": "1+1=2;"}]}""", "items[0].content", "content is missing")]
    [InlineData("""{"MESSAGES", "kind": "outcome", "items": [{"reasoning": "1+1=2;", "content": ""}]}""", "items[0].content", "content is empty")]
    [InlineData("""{"MESSAGES", "kind": "outcome", "items": {"content": "2"}}""", "items", "must be an array")]
    [InlineData("""{"MESSAGES", "kind": 3}""", "kind", "must be a string")]
    [InlineData("", null, "the body is empty")]
    [InlineData("{", null, "not valid JSON")]
    public async Task A_request_at_fault_is_told_the_field_and_what_is_right(string body, string? param, string words)
    {
        await using var server = await ServedScorer.Start();

        var (status, error) = await Refused(server, body.Replace("\"MESSAGES\"", "\"messages\": [{\"role\": \"user\", \"content\": \"1+1=\"}]", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, param), (status, error.Param));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_chains_than_one_request_may_hold_are_refused()
    {
        await using var server = await ServedScorer.Start();
        var request = Ask(ScoreRequest.Process, [.. Enumerable.Repeat(TestReward.Golden[0], 257)]);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => server.Client.ScoreAsync(request));

        Assert.Equal((400, "items"), (refusal.Status, refusal.Error.Param));
    }

    [Fact]
    public async Task Another_model_is_not_served()
    {
        await using var server = await ServedScorer.Start();
        var request = Ask(ScoreRequest.Process, [TestReward.Golden[0]]) with { Model = "other" };

        var refusal = await Assert.ThrowsAsync<ApiException>(() => server.Client.ScoreAsync(request));

        Assert.Equal((404, "model_not_found"), (refusal.Status, refusal.Error.Code));
    }

    [Fact]
    public async Task What_is_not_scored_in_time_is_told_so()
    {
        await using var server = await ServedScorer.Start(deadline: TimeSpan.Zero);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => server.Client.ScoreAsync(Ask(ScoreRequest.Process, [.. Enumerable.Repeat(TestReward.Golden[0], 256)])));

        Assert.Equal(504, refusal.Status);
        Assert.Contains("256 chains were not scored", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scorer_lists_its_model_its_health_and_its_figures()
    {
        await using var server = await ServedScorer.Start();
        await server.Client.ScoreAsync(Ask(ScoreRequest.Process, [TestReward.Golden[0]]));

        Assert.Equal((ServedScorer.Model, 256), Assert.Single((await server.Client.ModelsAsync()).Data) is var model ? (model.Id, model.MaxModelLen) : default);
        Assert.Equal("ok\n", await server.Http.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.Contains("reasonops_scorer_chains_total{model_name=\"arithmetic-reward\"} 1\n", await server.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);

        await server.Scorer.DisposeAsync();

        using var stopped = await server.Http.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, stopped.StatusCode);
        Assert.Equal(503, (await Assert.ThrowsAsync<ApiException>(() => server.Client.ScoreAsync(Ask(ScoreRequest.Process, [TestReward.Golden[0]])))).Status);
    }

    [Fact]
    public async Task What_is_not_served_is_answered_with_what_is()
    {
        await using var server = await ServedScorer.Start();
        using var response = await server.Http.GetAsync(new Uri("/v1/score", UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("use POST", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var nothing = await server.Http.GetAsync(new Uri("/v1/nothing", UriKind.Relative));
        Assert.Contains("POST /v1/score", await nothing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static ScoreRequest Ask(string kind, IReadOnlyList<GoldenChain> chains) => new()
    {
        Kind = kind,
        Messages = [new() { Role = "user", Content = chains[0].Prompt }],
        Items = [.. chains.Select(chain => kind == ScoreRequest.Outcome
            ? new ScoreItem { Reasoning = chain.Reasoning, Content = chain.Content }
            : new ScoreItem { Steps = chain.Steps })],
    };

    private static async Task<(HttpStatusCode, ApiError)> Refused(ServedScorer server, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync("/v1/score", content);
        return (response.StatusCode, JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), OpenAiJson.Default.ErrorBody)!.Error);
    }
}
