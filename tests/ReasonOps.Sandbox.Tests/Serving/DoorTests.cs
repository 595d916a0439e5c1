using System.Net;
using ReasonOps.Api.Snapshots;
using ReasonOps.Sandbox.Tests.Serving.Fakes;

namespace ReasonOps.Sandbox.Tests.Serving;

public sealed class DoorTests
{
    private const string Check = """{"type":"exact","answer":"1","expected":"1"}""";

    [Theory]
    [InlineData("vk-one", HttpStatusCode.OK)]
    [InlineData("vk-two", HttpStatusCode.OK)]
    [InlineData("vk-three", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task A_pool_with_keys_takes_those_alone(string? key, HttpStatusCode status)
    {
        await using var verifier = await StartAsync(["vk-one"], ["vk-two"]);
        var answer = await verifier.PostAsync("/v1/verify", Check, status, key);
        if (status != HttpStatusCode.OK) Assert.Equal("invalid_api_key", answer.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/run_code")]
    [InlineData("/v1/verify:batch")]
    public async Task Every_way_to_run_something_asks_for_it(string path)
    {
        await using var verifier = await StartAsync(["vk-one"], null);
        await verifier.PostAsync(path, "not even JSON", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Nobody_passes_where_keys_are_asked_for_and_there_are_none()
    {
        await using var verifier = await StartAsync([], null);
        await verifier.PostAsync("/v1/verify", Check, HttpStatusCode.Unauthorized, "");
        await verifier.PostAsync("/v1/verify", Check, HttpStatusCode.Unauthorized, "vk-one");
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    public async Task What_is_only_looked_at_is_open(string path)
    {
        await using var verifier = await StartAsync(["vk-one"], null);
        using var response = await verifier.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static Task<TestVerifier> StartAsync(string[]? settings, string[]? options) => TestVerifier.StartAsync(
        ScriptedSandbox.Answering(), plain => plain with { KeyHashes = Hashes(settings) }, plain => plain with { KeyHashes = Hashes(options) });

    private static string[]? Hashes(string[]? keys) => keys?.Select(SnapshotBuilder.HashKey).ToArray();
}
