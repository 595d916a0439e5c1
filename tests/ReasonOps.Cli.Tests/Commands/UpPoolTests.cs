using System.Text.Json;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class UpPoolTests
{
    private const string Program = """{"type":"code","language":"python","code":"print(int(input())*2)","tests":[{"input":"21","expected":"42"}]}""";

    [Fact]
    public async Task A_pool_beside_a_service_starts_with_it_and_is_there_to_be_asked()
    {
        using var scratch = new Scratch();
        await using var child = Child.Start(
            "up", "-f", scratch.Write("m.yaml", $"{Manifests.Embedded()}\n  verification: {{poolRef: {{name: sandboxes}}}}\n---\n{Manifests.Pool()}"), "-p", "0", "-o", "json");
        var started = JsonElement.Parse((await child.LineAsync("^{.*}$")).Value);

        var verifier = started.GetProperty("verifiers").EnumerateArray().Single();
        Assert.Equal("sandboxes", verifier.GetProperty("pool").GetString());
        Assert.False(verifier.TryGetProperty("key", out _));
        Assert.Contains("\"Accepted\"", await AskAsync(verifier, Program));
        Assert.Equal(200, await Asking.StatusAsync(started.GetProperty("endpoint").GetString()!, started.GetProperty("keys").GetProperty("me").GetString()!));
        await child.SignalAsync("INT");
        Assert.Equal(ExitCode.Interrupted, await child.EndAsync());
        Assert.Single(child.Errors.Split('\n')); // of verification, which no strategy of this version uses
    }

    [Fact]
    public async Task A_pool_alone_is_served_and_says_how_to_ask_it()
    {
        using var scratch = new Scratch();
        await using var child = Child.Start("up", "-f", scratch.Write("pool.yaml", Manifests.Pool("  keys: {secretRef: {name: pool-keys}}")), "-p", "0");
        await child.LineAsync("^VerifierPool sandboxes   accepted$");
        await child.LineAsync(@"^  verifier 1 worker   Math, Python · Namespaces, \d+ layers hold.* ready \d+\.\d s$");
        var key = (await child.LineAsync(@"^  key      sandboxes  (vk-sandboxes-\S+)$")).Groups[1].Value;
        var (url, shown) = await child.LineAsync("^Try:  curl (\\S+)/v1/verify -H \"Authorization: Bearer (\\S+)\" ") is { Groups: var groups }
            ? (groups[1].Value, groups[2].Value) : default;
        await child.LineAsync("^Ctrl-C drains and stops.$");

        Assert.Equal(key, shown);
        using var answer = await Asking.PostAsync($"{url}/v1/verify", Program, key);
        using var refused = await Asking.PostAsync($"{url}/v1/verify", Program, "vk-other");
        Assert.Equal((200, 401), ((int)answer.StatusCode, (int)refused.StatusCode));
        await child.SignalAsync("TERM");
        Assert.Equal(ExitCode.Interrupted, await child.EndAsync());
    }

    [Theory]
    [InlineData("", "add a VerifierPool of that name, or leave verification out")]
    [InlineData("sandboxes", "it holds sandboxes")]
    public async Task A_pool_that_is_not_there_is_named_and_those_that_are(string pool, string wayOut)
    {
        using var scratch = new Scratch();
        var service = $"{Manifests.Embedded()}\n  verification: {{poolRef: {{name: others}}}}\n";
        var ended = await Child.RunAsync("up", "-f", scratch.Write("m.yaml", pool.Length == 0 ? service : $"{service}---\n{Manifests.Pool()}"), "-p", "0");

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains($"spec.verification.poolRef.name: there is no pool \"others\" in this manifest; {wayOut}", ended.Errors);
        Assert.Empty(ended.Out);
    }

    [Fact]
    public async Task A_pool_without_a_replica_is_not_started_on_one_machine()
    {
        using var scratch = new Scratch();
        var ended = await Child.RunAsync("up", "-f", scratch.Write("pool.yaml", Manifests.Pool("  replicas: 0")), "-p", "0");

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains("VerifierPool sandboxes  spec.replicas: 0 starts no verifier; on one machine leave it out, or use 1 or more", ended.Errors);
    }

    private static async Task<string> AskAsync(JsonElement verifier, string check)
    {
        using var response = await Asking.PostAsync($"{verifier.GetProperty("endpoint").GetString()}/v1/verify", check, null);
        return await response.Content.ReadAsStringAsync();
    }
}
