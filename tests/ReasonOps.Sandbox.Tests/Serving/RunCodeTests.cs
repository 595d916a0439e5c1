using System.Text;
using System.Text.Json;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Tests.Serving.Fakes;

namespace ReasonOps.Sandbox.Tests.Serving;

/// <summary>SandboxFusion's shape, as verl writes and reads it.</summary>
public sealed class RunCodeTests
{
    /// <summary>Byte for byte what verl sends for a program and one case (<c>json.dumps</c> of its payload).</summary>
    private const string FromVerl =
        """{"compile_timeout": 10, "run_timeout": 10, "code": "n = int(input())\nprint(n * 2)", "stdin": "21\n", "memory_limit_MB": 1024, "language": "python", "files": {}, "fetch_files": []}""";

    [Fact]
    public async Task Verl_is_answered_with_every_field_that_it_reads()
    {
        await using var verifier = await TestVerifier.StartAsync(
            ScriptedSandbox.Answering(ScriptedSandbox.Ended(output: "42\n", seconds: 0.25)), options: options => options with { PodName = "sandboxes-0" });

        using var response = await verifier.SendAsync("/run_code", FromVerl);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            """{"status":"Success","message":"","compile_result":null,"run_result":{"status":"Finished","execution_time":0.25,"return_code":0,"stdout":"42\n","stderr":""},"executor_pod_name":"sandboxes-0","files":{}}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_is_asked_for_becomes_the_run()
    {
        var sandbox = ScriptedSandbox.Answering(ScriptedSandbox.Ended());
        await using var verifier = await TestVerifier.StartAsync(sandbox);
        await verifier.PostAsync("/run_code", """
            {"language":"python","code":"pass","stdin":null,"run_timeout":2.5,"memory_limit_MB":64,"files":{"data/in.txt":"aGk=","left_out":null},"fetch_files":["out.txt"],"args":["-q"]}
            """);

        var request = sandbox.Requests.Single();
        Assert.Equal(["data/in.txt", "main.py"], request.Files.Select(file => file.Path));
        Assert.Equal("hi", Encoding.UTF8.GetString(request.Files[0].Content.Span));
        Assert.Equal(["out.txt"], request.Collect);
        Assert.Equal((2.5, 64L << 20), (request.Steps.Single().Limits.Wall.TotalSeconds, request.Steps.Single().Limits.Memory));
    }

    [Fact]
    public async Task Nothing_asked_for_goes_above_the_pools_limits()
    {
        var sandbox = ScriptedSandbox.Answering(ScriptedSandbox.Ended());
        await using var verifier = await TestVerifier.StartAsync(sandbox);
        await verifier.PostAsync("/run_code", """{"language":"python","code":"pass","run_timeout":900,"memory_limit_MB":-1}""");
        await verifier.PostAsync("/run_code", """{"language":"python","code":"pass","memory_limit_MB":1000000}""");

        Assert.All(sandbox.Requests, request => Assert.Equal((20, 256L << 20), (request.Steps.Single().Limits.Wall.TotalSeconds, request.Steps.Single().Limits.Memory)));
    }

    [Theory]
    [InlineData(Ending.Exited, 3, "Finished", 3)]
    [InlineData(Ending.Signalled, 11, "Finished", -11)]
    [InlineData(Ending.CpuLimit, 0, "TimeLimitExceeded", null)]
    [InlineData(Ending.WallLimit, 0, "TimeLimitExceeded", null)]
    [InlineData(Ending.MemoryLimit, 0, "Finished", -9)]
    [InlineData(Ending.OutputLimit, 0, "Finished", -9)]
    [InlineData(Ending.ProcessLimit, 0, "Finished", -9)]
    [InlineData(Ending.FileLimit, 0, "Finished", -9)]
    [InlineData(Ending.SecurityViolation, 0, "Finished", -9)]
    [InlineData(Ending.NotFound, 0, "Finished", 127)]
    public async Task Whatever_ends_a_run_but_its_own_success_is_Failed_in_words_that_verl_knows(Ending ending, int code, string status, int? returned)
    {
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Answering(ScriptedSandbox.Ended(ending, code, "out", "err")));

        var answer = await verifier.PostAsync("/run_code", FromVerl);

        var run = answer.GetProperty("run_result");
        Assert.Equal(("Failed", status, "out", "err"), (Text(answer, "status"), Text(run, "status"), Text(run, "stdout"), Text(run, "stderr")));
        Assert.Equal(returned, run.GetProperty("return_code").ValueKind == JsonValueKind.Null ? null : run.GetProperty("return_code").GetInt32());
        Assert.Equal(ending is Ending.Exited or Ending.Signalled, Text(answer, "message").Length == 0);
    }

    [Fact]
    public async Task A_program_that_does_not_compile_has_no_run()
    {
        await using var verifier = await TestVerifier.StartAsync(ScriptedSandbox.Answering(ScriptedSandbox.Ended(code: 1, error: "main.c:1: error")));

        var answer = await verifier.PostAsync("/run_code", """{"language":"c","code":"int main("}""");

        Assert.Equal(("Failed", JsonValueKind.Null), (Text(answer, "status"), answer.GetProperty("run_result").ValueKind));
        Assert.Equal(("Finished", 1), (Text(answer.GetProperty("compile_result"), "status"), answer.GetProperty("compile_result").GetProperty("return_code").GetInt32()));
    }

    [Fact]
    public async Task A_program_that_compiles_has_both()
    {
        var sandbox = ScriptedSandbox.Answering(ScriptedSandbox.Ended(seconds: 2), ScriptedSandbox.Ended(output: "hi"));
        await using var verifier = await TestVerifier.StartAsync(sandbox);

        var answer = await verifier.PostAsync("/run_code", """{"language":"c","code":"int main(){}","compile_timeout":3,"run_timeout":1}""");

        Assert.Equal(("Success", 2, "hi"), (Text(answer, "status"), answer.GetProperty("compile_result").GetProperty("execution_time").GetDouble(), Text(answer.GetProperty("run_result"), "stdout")));
        Assert.Equal([3, 1], sandbox.Requests.Single().Steps.Select(step => step.Limits.Wall.TotalSeconds));
    }

    [Fact]
    public async Task Files_are_given_back_in_base64()
    {
        await using var verifier = await TestVerifier.StartAsync(new ScriptedSandbox(1, (_, _) =>
            Task.FromResult(new RunOutcome([ScriptedSandbox.Ended()], [new BoxFile("out.bin", new byte[] { 0, 255 })]))));

        var answer = await verifier.PostAsync("/run_code", """{"language":"python","code":"pass","fetch_files":["out.bin"]}""");

        Assert.Equal("AP8=", Text(answer.GetProperty("files"), "out.bin"));
    }

    [Fact]
    public async Task A_sandbox_that_fails_is_a_SandboxError()
    {
        await using var verifier = await TestVerifier.StartAsync(new ScriptedSandbox(1, (_, _) => throw new SandboxException("the launcher is gone")));

        var answer = await verifier.PostAsync("/run_code", FromVerl);

        Assert.Equal(("SandboxError", "the launcher is gone"), (Text(answer, "status"), Text(answer, "message")));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
