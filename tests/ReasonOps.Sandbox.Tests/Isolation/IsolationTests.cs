using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Isolation;
using ReasonOps.Sandbox.Jails;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Tests.Jails;

namespace ReasonOps.Sandbox.Tests.Isolation;

public sealed class IsolationTests
{
    [Theory]
    [InlineData(IsolationMode.Namespaces)]
    [InlineData(IsolationMode.Landlock)]
    [InlineData(IsolationMode.RuntimeClass)]
    public async Task Every_layer_that_a_mode_needs_was_tried_and_holds(IsolationMode mode)
    {
        await using var pool = await Boxes.PoolAsync(mode);
        Assert.Equal(mode, pool.Report.Mode);
        Assert.True(pool.Report.Isolates, string.Join("; ", pool.Report.Layers));
        Assert.Equal(
            ["capabilities", "cpu limit", "files", "inheritance", "memory limit", "network", "no_new_privs", "processes", "processes limit", "seccomp", "wall limit"],
            pool.Report.Layers.Where(layer => layer.Required).Skip(1).Select(layer => layer.Name).Order(StringComparer.Ordinal));
        Assert.All(pool.Report.Layers, layer => Assert.NotEmpty(layer.Detail));
    }

    [Fact]
    public async Task A_pool_that_cannot_isolate_says_so_and_runs_nothing()
    {
        // Nobody else may pass through this folder, so that the place's user cannot reach its tools.
        var work = Directory.CreateTempSubdirectory("reasonops-closed-");
        try
        {
            await using var pool = await SandboxPool.StartAsync(
                new SandboxOptions { Places = 1, WorkFolder = work.FullName }, NullLoggerFactory.Instance, CancellationToken.None);
            Assert.False(pool.Report.Isolates);
            Assert.Contains("did not start", Assert.Single(pool.Report.Layers).Detail, StringComparison.Ordinal);
            var failure = await Assert.ThrowsAsync<SandboxException>(() => pool.RunAsync(Boxes.Bash("true"), CancellationToken.None));
            Assert.Contains("does not isolate", failure.Message, StringComparison.Ordinal);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_layer_that_is_not_required_may_be_missing()
    {
        var report = new IsolationReport(IsolationMode.Namespaces, [new("seccomp", true, true, ""), new("control group", false, false, "")]);
        Assert.True(report.Isolates);
        Assert.False((report with { Layers = [.. report.Layers, new("network", false, true, "")] }).Isolates);
    }
}
