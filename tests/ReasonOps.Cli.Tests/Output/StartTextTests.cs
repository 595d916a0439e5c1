using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.EndToEnd;

namespace ReasonOps.Cli.Tests.Output;

public sealed class StartTextTests
{
    [Fact]
    public async Task A_service_that_starts_reads_so()
    {
        await using var service = await SampleService.StartAsync(null, "free-keys=rk-given", "pro-keys=rk-given-too");
        using var output = new StringWriter { NewLine = "\n" };
        var text = new StartText(output);

        text.Accepted(service.Manifest);
        text.EnginesReady(service.Engines, TimeSpan.FromSeconds(1.24));
        text.GatewayReady("http://127.0.0.1:8080/v1", TimeSpan.FromSeconds(0.1));
        text.Ready(service.Manifest, service.Local, service.Secrets);
        text.Serving();
        text.Draining();

        var made = service.KeyOf("research");
        var size = service.Engines.Model.Config.Parameters / 1e3;
        var shown = output.ToString().Replace(service.Local.Endpoint, "ENDPOINT").Replace(made, "MADE").Replace($"{size:F0}k", "741k");
        Assert.Equal(
            """
            ReasoningService math   accepted
              engine   2 replicas   onnx · 741k parameters · 8,192 KV tokens each               ready 1.2 s
              gateway  http://127.0.0.1:8080/v1                                                 ready 0.1 s
              tenants  free 1 vote, 24 tokens · pro <=5 votes, 128 tokens, early stop · research <=16 votes, 192 tokens, early stop
              key      research   MADE
            Try:  curl ENDPOINT/chat/completions -H "Authorization: Bearer MADE" -d '{"model":"math","messages":[{"role":"user","content":"12+7*8-5="}]}'
            Ctrl-C drains and stops.
            draining

            """,
            shown);
    }

    [Fact]
    public void Engines_that_run_already_are_named_without_their_keys()
    {
        using var output = new StringWriter { NewLine = "\n" };

        new StartText(output).EnginesNamed(new EngineTargets
        {
            Runtime = "vllm", Fixed = [new EngineTarget("http://a:8000/v1", "sk-secret"), new EngineTarget("https://b/v1")],
        });

        Assert.Equal("  engine   http://a:8000/v1   vllm, runs already\n  engine   https://b/v1   vllm, runs already\n", output.ToString());
    }
}
