using System.Diagnostics;
using System.Reflection;
using ReasonOps.Api.Snapshots;

namespace ReasonOps.Gateway.Tests;

public sealed class OpenAiClientTests
{
    [Fact]
    public async Task The_official_client_chats_streams_lists_and_understands_every_error()
    {
        var slow = TestGateway.Free with
        {
            Name = "slow",
            KeyHashes = [TestGateway.HashOf("rk-slow")],
            Limits = new LimitsSnapshot(RequestsPerMinute: 1),
        };
        await using var gateway = await TestGateway.StartAsync(snapshot => snapshot with { Tenants = [.. snapshot.Tenants, slow] });
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var node = Process.Start(Node(gateway.Http.BaseAddress!))!;

        var output = node.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = node.StandardError.ReadToEndAsync(limit.Token);
        await node.WaitForExitAsync(limit.Token);

        Assert.True(node.ExitCode == 0, await output + await errors);
        Assert.Contains("# pass 10", await output);
    }

    private static string Repository => typeof(OpenAiClientTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryRoot").Value!.TrimEnd('/');

    private static ProcessStartInfo Node(Uri gateway) => new(
        "node", ["--test", "--test-reporter=tap", Path.Combine(AppContext.BaseDirectory, "openai-client.test.mjs")])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["GATEWAY_URL"] = gateway.GetLeftPart(UriPartial.Authority),
            ["REPOSITORY_ROOT"] = Repository,
        },
    };
}
