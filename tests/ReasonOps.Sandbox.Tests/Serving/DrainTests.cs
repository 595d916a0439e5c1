using System.Net;
using ReasonOps.Sandbox.Tests.Serving.Fakes;

namespace ReasonOps.Sandbox.Tests.Serving;

public sealed class DrainTests
{
    private const string Check = """{"type":"code","language":"python","code":"","tests":[{"input":"1","expected":"1"}]}""";

    [Fact]
    public async Task Told_to_stop_it_finishes_what_it_has_taken_and_takes_nothing_new()
    {
        var gate = new TaskCompletionSource();
        var sandbox = ScriptedSandbox.Echoing(1, gate.Task);
        await using var verifier = await TestVerifier.StartAsync(sandbox);
        var taken = new[] { verifier.PostAsync("/v1/verify", Check), verifier.PostAsync("/v1/verify", Check) };
        await Wait.UntilAsync(async () => (await verifier.Http.GetStringAsync("/health")).Contains("\"busy\":1,\"waiting\":1,", StringComparison.Ordinal), "one runs, one waits");
        var stopping = verifier.StopAsync();

        await Wait.UntilAsync(async () => await StatusAsync(verifier, "/readyz") == HttpStatusCode.ServiceUnavailable, "it is not ready");
        using var late = await verifier.SendAsync("/v1/verify", Check);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.Contains("this verifier is stopping; ask another one", await late.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(verifier, "/healthz"));
        Assert.Contains("\"status\":\"draining\"", await verifier.Http.GetStringAsync("/health"));
        Assert.False(stopping.IsCompleted);

        gate.SetResult();
        Assert.All(await Task.WhenAll(taken), answer => Assert.Equal("Accepted", answer.GetProperty("verdict").GetString()));
        await stopping.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task What_does_not_finish_within_the_limit_is_killed()
    {
        var sandbox = ScriptedSandbox.Echoing(1, new TaskCompletionSource().Task);
        await using var verifier = await TestVerifier.StartAsync(sandbox, options: options => options with { DrainLimit = TimeSpan.FromMilliseconds(100) });
        var taken = verifier.SendAsync("/v1/verify", Check);
        await Wait.UntilAsync(() => sandbox.Running == 1, "one runs");

        await verifier.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));

        await Wait.UntilAsync(() => sandbox is { Running: 0, Cancelled: 1 }, "the run is killed");
        await Assert.ThrowsAsync<HttpRequestException>(() => taken);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestVerifier verifier, string path)
    {
        using var response = await verifier.Http.GetAsync(path);
        return response.StatusCode;
    }
}
