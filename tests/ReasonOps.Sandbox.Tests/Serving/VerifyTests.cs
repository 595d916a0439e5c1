using System.Net;
using System.Text.Json;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Tests.Serving.Fakes;

namespace ReasonOps.Sandbox.Tests.Serving;

public sealed class VerifyTests
{
    [Theory]
    [InlineData("""{"type":"math","answer":"so it is 63","expected":"63"}""", "Accepted")]
    [InlineData("""{"type":"math","answer":"64","expected":"63"}""", "WrongAnswer")]
    [InlineData("""{"type":"exact","answer":" yes ","expected":"yes"}""", "Accepted")]
    [InlineData("""{"type":"exact","answer":"Yes","expected":"yes"}""", "WrongAnswer")]
    public async Task Answers_are_compared_without_the_sandbox(string check, string verdict)
    {
        await using var verifier = await TestVerifier.StartAsync(new ScriptedSandbox(1, (_, _) => throw new SandboxException("never asked")));

        var answer = await verifier.PostAsync("/v1/verify", check);

        Assert.Equal(verdict, answer.GetProperty("verdict").GetString());
        Assert.Equal(verdict == "Accepted", answer.GetProperty("accepted").GetBoolean());
        Assert.Equal(0, answer.GetProperty("cost").GetProperty("cpu_seconds").GetDouble());
        Assert.False(answer.TryGetProperty("id", out _));
    }

    [Fact]
    public async Task A_program_is_run_for_each_case_and_told_with_what_it_took()
    {
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Answering(
            ScriptedSandbox.Ended(output: "3\n"), ScriptedSandbox.Ended(output: "8\n", seconds: 1.5)));

        var answer = await verifier.PostAsync("/v1/verify", """
            {"id":"p-7","type":"code","language":"py","code":"print(1)","tests":[{"input":"1 2\n","expected":"3"},{"input":"3 4\n","expected":"7"}]}
            """);

        Assert.Equal(("p-7", "WrongAnswer", false), (answer.GetProperty("id").GetString(), answer.GetProperty("verdict").GetString(), answer.GetProperty("accepted").GetBoolean()));
        Assert.Equal(["Accepted", "WrongAnswer"], answer.GetProperty("tests").EnumerateArray().Select(test => test.GetProperty("verdict").GetString()));
        Assert.Equal((1, 2, 10 << 20), (Cost(answer, "cpu_seconds"), Cost(answer, "wall_seconds"), Cost(answer, "peak_memory_bytes")));
        Assert.True(answer.GetProperty("waited_seconds").GetDouble() >= 0);
    }

    [Fact]
    public async Task Limits_are_taken_where_they_are_below_the_pools_and_never_above()
    {
        var sandbox = ScriptedSandbox.Answering(ScriptedSandbox.Ended(output: "1"));
        await using var verifier = await TestVerifier.StartAsync(sandbox);

        await verifier.PostAsync("/v1/verify", """
            {"type":"code","language":"python","code":"print(1)","tests":[{"expected":"1"}],
             "limits":{"cpu":0.5,"wall":"1500ms","memory":"64Mi","processes":100000,"output":1000,"files":"1Ti"}}
            """);

        var limits = sandbox.Requests.Single().Steps.Single().Limits;
        Assert.Equal((0.5, 1.5, 64L << 20), (limits.Cpu.TotalSeconds, limits.Wall.TotalSeconds, limits.Memory));
        Assert.Equal((64, 1000, 16L << 20), (limits.Processes, limits.Output, limits.Files));
    }

    [Fact]
    public async Task A_sandbox_that_fails_is_no_statement_about_the_program()
    {
        await using var verifier = await TestVerifier.StartAsync(new ScriptedSandbox(1, (_, _) => throw new SandboxException("the launcher is gone")));

        var answer = await verifier.PostAsync("/v1/verify", """{"type":"code","language":"python","code":"1","tests":[{"expected":""}]}""");

        Assert.Equal(("InternalError", "the launcher is gone"), (answer.GetProperty("verdict").GetString(), answer.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task An_error_within_the_verifier_is_told_without_its_insides()
    {
        await using var verifier = await TestVerifier.StartAsync(new ScriptedSandbox(1, (_, _) => throw new InvalidOperationException("secret insides")));

        var answer = await verifier.PostAsync("/v1/verify", """{"type":"code","language":"python","code":"1","tests":[{"expected":""}]}""", HttpStatusCode.InternalServerError);

        Assert.Matches("^the verifier failed; its log has more under request req_[0-9a-f]+$", answer.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task What_was_decided_is_counted()
    {
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Answering(ScriptedSandbox.Ended(Ending.WallLimit)));
        await verifier.PostAsync("/v1/verify", """{"type":"math","answer":"63","expected":"63"}""");
        await verifier.PostAsync("/v1/verify", """{"type":"code","language":"python","code":"1","tests":[{"expected":""}]}""");
        await verifier.PostAsync("/v1/verify", "{}", HttpStatusCode.BadRequest);

        var text = await verifier.Http.GetStringAsync("/metrics");

        Assert.Contains("reasonops_verifier_verdicts_total{kind=\"math\",language=\"\",verdict=\"Accepted\"} 1\n", text);
        Assert.Contains("reasonops_verifier_verdicts_total{kind=\"code\",language=\"python\",verdict=\"TimeLimit\"} 1\n", text);
        Assert.Contains("reasonops_verifier_refused_total{status=\"400\"} 1\n", text);
        Assert.Contains("reasonops_verifier_workers_busy{lane=\"sandbox\"} 0\n", text);
    }

    private static double Cost(JsonElement answer, string name) => answer.GetProperty("cost").GetProperty(name).GetDouble();
}
