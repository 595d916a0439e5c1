using System.Diagnostics;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.EndToEnd;

public sealed class OpenAiClientTests
{
    [Fact]
    public async Task The_official_client_uses_the_sample_as_it_would_use_any_service()
    {
        await using var up = await Up.StartAsync(Repository.Sample);
        using var limit = new CancellationTokenSource(Wait.Limit);
        using var node = Process.Start(Node(up))!;
        try
        {
            var output = node.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            await node.WaitForExitAsync(limit.Token);

            Assert.True(node.ExitCode == 0, await output + await errors);
            Assert.Contains("# pass 10", await output);
        }
        finally
        {
            if (!node.HasExited) node.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo Node(Up up)
    {
        var start = new ProcessStartInfo("node", ["--test", "--test-reporter=tap", Path.Combine(AppContext.BaseDirectory, "EndToEnd", "openai-client.test.mjs")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ENDPOINT"] = up.Endpoint, ["REPOSITORY_ROOT"] = Repository.Root },
        };
        foreach (var (tenant, key) in up.Keys) start.Environment[$"KEY_{tenant.ToUpperInvariant()}"] = key;
        return start;
    }
}
