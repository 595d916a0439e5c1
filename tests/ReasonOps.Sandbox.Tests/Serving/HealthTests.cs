using System.Net;
using System.Text.Json;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Isolation;
using ReasonOps.Sandbox.Tests.Serving.Fakes;

namespace ReasonOps.Sandbox.Tests.Serving;

public sealed class HealthTests
{
    private static readonly IsolationReport Broken =
        new(IsolationMode.Landlock, [new("seccomp", true, true, "mount was refused"), new("Landlock", false, true, "the kernel has none")]);

    [Fact]
    public async Task Health_tells_every_layer_and_what_is_decided()
    {
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Answering());

        using var response = await verifier.Http.GetAsync("/health");
        var health = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("ok", "sandboxes", 2, 16), (Text(health, "status"), Text(health, "pool"), health.GetProperty("workers").GetInt32(), health.GetProperty("queue").GetInt32()));
        Assert.Equal(["python", "nodejs", "c"], health.GetProperty("languages").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("""{"mode":"Namespaces","holds":true,"layers":[{"name":"seccomp","holds":true,"required":true,"detail":"mount was refused"},{"name":"control group","holds":false,"required":false,"detail":"none is delegated"}]}""",
            health.GetProperty("isolation").GetRawText());
    }

    [Fact]
    public async Task What_cannot_isolate_is_not_ready_and_runs_nothing_but_compares_answers()
    {
        var sandbox = ScriptedSandbox.Answering();
        await using var verifier = await TestVerifier.StartAsync(sandbox, options: options => options with { Isolation = Broken });

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "cannot isolate: Landlock: the kernel has none\n"), await GetAsync(verifier, "/readyz"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync(verifier, "/health")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(verifier, "/healthz")).Status);
        const string Refusal = "this verifier cannot isolate programs and runs none: Landlock: the kernel has none";
        foreach (var (path, body) in new[]
        {
            ("/run_code", """{"language":"python","code":""}"""),
            ("/v1/verify", """{"type":"code","language":"python","code":"","tests":[{"expected":""}]}"""),
            ("/v1/verify:batch", """{"checks":[{"type":"code","language":"python","code":"","tests":[{"expected":""}]}]}"""),
        }) Assert.Equal(Refusal, (await verifier.RefusalAsync(path, body, HttpStatusCode.ServiceUnavailable)).Message);
        Assert.Empty(sandbox.Requests);
        await verifier.PostAsync("/v1/verify", """{"type":"exact","answer":"1","expected":"1"}""");
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task<(HttpStatusCode Status, string Text)> GetAsync(TestVerifier verifier, string path)
    {
        using var answer = await verifier.Http.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
