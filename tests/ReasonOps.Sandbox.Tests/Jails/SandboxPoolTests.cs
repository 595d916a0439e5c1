using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Jails;

public sealed class SandboxPoolTests
{
    [Fact]
    public async Task A_cold_program_says_what_it_says()
    {
        await using var pool = await Boxes.PoolAsync(IsolationMode.Namespaces);
        var outcome = await pool.RunAsync(Boxes.Python("import sys; print(sys.stdin.read()[::-1]); sys.exit(7)", input: "abc"), CancellationToken.None);
        var step = Assert.Single(outcome.Steps);
        Assert.Equal("cba\n", step.Out());
        Assert.Equal("", step.Err());
        Assert.Equal((Ending.Exited, 7), (step.Ending, step.Code));
    }
}
