using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class GatewayCommandTests
{
    [Fact]
    public async Task It_serves_a_snapshot_and_a_replaced_file_revokes_a_key_within_seconds()
    {
        using var scratch = new Scratch();
        await using var engine = Child.Start(
            "engine", "-m", "embedded://arithmetic", "--url", "http://127.0.0.1:0", "--kv-tokens", "4096", "--threads", "1");
        var url = (await engine.LineAsync(@"^arithmetic on (\S+)$")).Groups[1].Value;
        var file = scratch.PathOf("snapshot.json");
        Write(file, url, "rk-old", "rk-kept");
        await using var gateway = Child.Start("gateway", "--snapshot", file, "--url", "http://127.0.0.1:0");
        var endpoint = (await gateway.LineAsync(@"^gateway on (\S+)$")).Groups[1].Value;

        var answer = await Asking.AskAsync(endpoint, "rk-old", "math", "2+3=", seed: 1);
        Write(file, url, "rk-kept", "rk-new");
        await Wait.UntilAsync(async () => await Asking.StatusAsync(endpoint, "rk-old") == 401, "the revoked key still works", TimeSpan.FromMinutes(1));

        Assert.NotEmpty(answer.Content());
        Assert.Equal((200, 200), (await Asking.StatusAsync(endpoint, "rk-kept"), await Asking.StatusAsync(endpoint, "rk-new")));
        foreach (var child in new[] { gateway, engine })
        {
            await child.SignalAsync("TERM");
            Assert.Equal(ExitCode.Interrupted, await child.EndAsync());
            Assert.DoesNotContain("rk-", child.Out + child.Errors);
        }
    }

    [Fact]
    public async Task Without_a_snapshot_yet_it_waits_for_one()
    {
        using var scratch = new Scratch();
        var file = scratch.PathOf("snapshot.json");
        await using var gateway = Child.Start("gateway", "-s", file, "--url", "http://127.0.0.1:0");
        var endpoint = (await gateway.LineAsync(@"^gateway on (\S+)$")).Groups[1].Value;

        Assert.Equal(503, await Asking.StatusAsync(endpoint, "rk-me"));
        Write(file, "http://127.0.0.1:9/v1", "rk-me");

        await Wait.UntilAsync(async () => await Asking.StatusAsync(endpoint, "rk-me") == 200, "the snapshot is not taken", TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Told_to_stop_it_waits_for_what_runs_as_long_as_it_was_told_to()
    {
        using var scratch = new Scratch();
        await using var engine = await SilentEngine.StartAsync();
        Write(scratch.PathOf("snapshot.json"), engine.Url, "rk-me");
        await using var gateway = Child.Start("gateway", "-s", scratch.PathOf("snapshot.json"), "--url", "http://127.0.0.1:0", "--drain", "1");
        var endpoint = (await gateway.LineAsync(@"^gateway on (\S+)$")).Groups[1].Value;
        var answer = Asking.AskAsync(endpoint, "rk-me", "math", "2+3=", seed: 1);
        await engine.Asked;

        await gateway.SignalAsync("TERM");

        // Half of what it waits when nothing is said.
        Assert.Equal(ExitCode.Interrupted, await gateway.EndAsync(TimeSpan.FromMinutes(1)));
        await Assert.ThrowsAnyAsync<Exception>(() => answer);
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("https://127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:8080/v1")]
    [InlineData("somewhere")]
    public async Task An_address_that_is_none_is_refused(string url)
    {
        var ended = await Child.RunAsync("gateway", "-s", "/no/such.json", "--url", url);

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Equal($"--url {url}: is not an address to listen on; write it as http://127.0.0.1:8080\nsee: reasonops gateway --help", ended.Errors);
    }

    /// <summary>As a mount does: the new file takes the old one's place at once.</summary>
    private static void Write(string file, string engine, params string[] keys)
    {
        File.WriteAllBytes($"{file}.new", SnapshotJson.Write(Snapshot(engine, keys)));
        File.Move($"{file}.new", file, overwrite: true);
    }

    private static GatewaySnapshot Snapshot(string engine, string[] keys) => new()
    {
        Service = "math",
        Model = "math",
        Engines = new EngineTargets { Runtime = "onnx", Fixed = [new EngineTarget(engine, Model: "arithmetic")] },
        AnswerFormat = new AnswerFormatSnapshot("Whole"),
        Tenants =
        [
            new TenantSnapshot
            {
                Name = "me", KeyHashes = [.. keys.Select(SnapshotBuilder.HashKey)], Strategy = "SingleChain", Strategies = ["SingleChain"],
                Votes = new Bounded(1, 1), Stop = new StopSnapshot("None"), ReasoningTokens = new Bounded(128, 128), AnswerTokens = 8,
                DeadlineSeconds = 30, WhenSpent = "ForceAnswer",
            },
        ],
    };
}
