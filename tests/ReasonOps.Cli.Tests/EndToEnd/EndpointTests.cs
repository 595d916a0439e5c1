using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary><c>engine.endpoints</c>: the embedded engine, run as a process of its own, stands for any that runs already.</summary>
public sealed class EndpointTests : IAsyncLifetime, IDisposable
{
    private const string Prompt = "12+7*8-5=";

    private readonly Scratch _scratch = new();
    private readonly Child _engine = Child.Start(
        "engine", "-m", "embedded://arithmetic", "--url", "http://127.0.0.1:0", "--kv-tokens", "8192", "--threads", "1");
    private string _url = "";

    public async Task InitializeAsync() => _url = (await _engine.LineAsync(@"^arithmetic on (\S+)$")).Groups[1].Value;

    public async Task DisposeAsync() => await _engine.DisposeAsync();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("onnx")]
    [InlineData("vllm")]
    [InlineData("openai")]
    public async Task Whatever_it_is_said_to_be_it_answers_as_if_it_had_been_started(string runtime)
    {
        await using var sample = await SampleService.StartAsync(tenant => tenant with
        {
            Stop = new("None"),
            ReasoningTokens = new(192, 192),
            Votes = new(5, 5),
        });
        await using var up = await Up.StartAsync(_scratch.Write("m.yaml", Manifests.Fronting(runtime, _url)));

        var started = await sample.AskAsync("research", Prompt, seed: 3);
        var fronted = await up.AskAsync("me", Prompt, seed: 3);

        Assert.Equal((5, 5), (fronted.Reasonops!.Votes!.Cast, started.Reasonops!.Votes!.Cast));
        Assert.Equal(started.Reasonops.Votes.Agreement, fronted.Reasonops.Votes.Agreement);
        // Without n every chain is a request of its own: which of those that agree ends first, and is shown, is not fixed.
        if (runtime != "openai") Assert.Equal((started.Content(), started.Reasoning()), (fronted.Content(), fronted.Reasoning()));
        else if (started.Reasonops.Votes.Agreement > 0.5) Assert.True(new NumericEquivalence().Same(started.Content(), fronted.Content()));
    }

    [Theory]
    [InlineData("onnx")]
    [InlineData("vllm")]
    [InlineData("openai")]
    public async Task A_budget_that_is_too_short_is_kept(string runtime)
    {
        await using var up = await Up.StartAsync(_scratch.Write("m.yaml", Manifests.Fronting(runtime, _url, reasoningTokens: 12)));

        var answer = await up.AskAsync("me", "12+7*8-5*3+44-2=", seed: 3);

        Assert.InRange(answer.ReasoningTokens(), 1, 12);
        Assert.InRange(answer.Reasoning().Length, 1, 12);
        // As "openai" the engine is not known to go on with a message; it thinks anew, which must not pass for an answer.
        if (runtime == "openai") Assert.DoesNotContain("=", answer.Content(), StringComparison.Ordinal);
        else Assert.NotEmpty(answer.Content());
    }

    [Fact]
    public async Task An_engine_that_is_gone_is_a_clear_503_and_up_goes_on()
    {
        await using var up = await Up.StartAsync(_scratch.Write("m.yaml", Manifests.Fronting("onnx", _url)));
        await up.AskAsync("me", Prompt);
        await _engine.SignalAsync("TERM");
        Assert.Equal(ExitCode.Interrupted, await _engine.EndAsync());

        var refusal = await Assert.ThrowsAsync<OpenAi.Errors.ApiException>(() => up.AskAsync("me", Prompt));

        Assert.Equal(503, refusal.Status);
        Assert.True(up.Child.IsRunning);
    }

    [Fact]
    public async Task Given_engine_keys_and_addresses_start_in_text_without_the_key()
    {
        await using var child = Child.Start(
            "up", "-f", _scratch.Write("m.yaml", Manifests.Fronting("vllm", _url, keyed: true)), "-p", "0",
            "--secret", "engine-key=sk-engine", "--secret", "my-keys=rk-me");
        await child.LineAsync($"engine +{_url} +vllm, runs already");
        await child.LineAsync("Ctrl-C drains");
        await child.SignalAsync("INT");

        Assert.Equal(ExitCode.Interrupted, await child.EndAsync());
        Assert.DoesNotMatch("sk-engine|rk-me", child.Out + child.Errors);
    }
}
