using System.Net;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Tests.Serving.Fakes;

namespace ReasonOps.Sandbox.Tests.Serving;

public sealed class BadInputTests
{
    private const string Cases = "\"tests\":[{\"input\":\"\",\"expected\":\"1\"}]";

    [Theory]
    [InlineData("", "the body is empty; a JSON object is needed")]
    [InlineData("{", "the body is not valid JSON at line 1, byte 2")]
    [InlineData("[1]", "the body: must be an object, not an array")]
    [InlineData("null", "the body: must be an object, not null")]
    [InlineData("""{"answer":"1"}""", "type: is required; give math, exact, code, proof")]
    [InlineData("""{"type":"maths"}""", "type: \"maths\" is not a type of check; did you mean math?")]
    [InlineData("""{"type":7}""", "type: must be a string, not 7")]
    [InlineData("""{"type":"math","answer":"1"}""", "expected: is required; give a string")]
    [InlineData("""{"type":"math","answer":1,"expected":null}""", "answer: must be a string, not 1\nexpected: is required; give a string")]
    [InlineData("""{"type":"math","answer":"1","expected":"1","tolerance":1}""", "tolerance: is not a field here; there are type, id, limits, answer, expected, options")]
    [InlineData("""{"type":"math","answer":"1","expected":"1","options":{"relative_precison":0.1}}""",
        "options.relative_precison: is not a field here; did you mean relative_precision?")]
    [InlineData("""{"type":"math","answer":"1","expected":"1","options":{"relative_precision":2}}""", "options.relative_precision: must be a number from 0 to below 1, not 2")]
    [InlineData("""{"type":"math","answer":"\ud800","expected":"1"}""", "answer: has half a surrogate pair, \\uD800 to \\uDFFF alone; send both halves or neither")]
    [InlineData("{\"type\":\"code\",\"code\":\"1\"," + Cases + "}", "language: is required; give a string")]
    [InlineData("{\"type\":\"code\",\"language\":\"cobol\",\"code\":\"1\"," + Cases + "}", "language: \"cobol\" is not known; this pool decides math, python, nodejs, c")]
    [InlineData("{\"type\":\"code\",\"language\":\"bash\",\"code\":\"1\"," + Cases + "}", "language: this pool does not decide \"bash\"; it decides math, python, nodejs, c")]
    [InlineData("{\"type\":\"code\",\"language\":\"coq\",\"code\":\"1\"," + Cases + "}", "language: this pool does not decide \"coq\"; it decides math, python, nodejs, c")]
    [InlineData("""{"type":"proof","system":"coq","statement":"True","proof":"exact I."}""", "system: this pool does not decide \"coq\"; it decides math, python, nodejs, c")]
    [InlineData("""{"type":"code","language":"python","code":"1"}""", "tests: is required; give an array of {input, expected}, or an object {code, entry_point}")]
    [InlineData("""{"type":"code","language":"python","code":"1","tests":[]}""", "tests: has 0 cases; give 1 to 1000")]
    [InlineData("""{"type":"code","language":"python","code":"1","tests":"assert"}""",
        "tests: must be an array of {input, expected} or an object {code, entry_point}, not \"assert\"")]
    [InlineData("""{"type":"code","language":"python","code":"1","tests":[{"expected":"1"},7,{"input":"2"}]}""",
        "tests[1]: must be an object, not 7\ntests[2].expected: is required; give a string")]
    [InlineData("""{"type":"code","language":"python","code":"1","tests":{"entry_point":"f"}}""", "tests.code: is required; give a string")]
    [InlineData("""{"type":"code","language":"c","code":"1","tests":{"code":"assert(1)"}}""",
        "tests: asserts are for python and nodejs, not for c; give cases of standard input and output")]
    [InlineData("{\"type\":\"code\",\"language\":\"python\",\"code\":\"1\"," + Cases + ",\"limits\":{\"wall\":0,\"memory\":\"much\",\"processes\":1.5,\"disk\":1}}",
        "limits.wall: must be a number of seconds above 0, or a time such as \"1500ms\", not 0\n"
        + "limits.memory: must be a number of bytes above 0, or a quantity such as \"64Mi\", not \"much\"\n"
        + "limits.processes: must be a whole number above 0, not 1.5\n"
        + "limits.disk: is not a field here; there are cpu, wall, memory, processes, output, files")]
    public async Task Every_mistake_of_a_check_is_named(string body, string message)
    {
        await using var verifier = await StartAsync();
        Assert.Equal(message, (await verifier.RefusalAsync("/v1/verify", body)).Message);
    }

    [Theory]
    [InlineData("{}", "checks: has 0 checks; give 1 to 4096")]
    [InlineData("""{"checks":{}}""", "checks: must be an array, not an object")]
    [InlineData("""{"checks":[{"type":"exact","answer":"1","expected":"1"},3,{"type":"exact"}],"check":1}""",
        "checks[1]: must be an object, not 3\nchecks[2].answer: is required; give a string\nchecks[2].expected: is required; give a string\n"
        + "check: is not a field here; did you mean checks?")]
    public async Task Every_mistake_of_a_batch_is_named_before_any_of_it_is_done(string body, string message)
    {
        await using var verifier = await StartAsync();
        Assert.Equal(message, (await verifier.RefusalAsync("/v1/verify:batch", body)).Message);
    }

    [Theory]
    [InlineData("""{"code":"1"}""", "language: is required; give a string")]
    [InlineData("""{"code":"1","language":"verilog"}""", "language: \"verilog\" is not known; this pool decides math, python, nodejs, c")]
    [InlineData("""{"language":"python","run_timeout":"soon","memory_limit_MB":0,"files":{"/etc/passwd":"","a/../b":"","ok":"not base64","x":3},"fetch_files":["",5]}""",
        "code: is required; give a string\n"
        + "run_timeout: must be a number of seconds above 0, or a time such as \"1500ms\", not \"soon\"\n"
        + "memory_limit_MB: must be a whole number of megabytes, or -1 for what the pool grants, not 0\n"
        + "files[\"/etc/passwd\"]: must be a path in the working directory, such as data/in.txt\n"
        + "files[\"a/../b\"]: must be a path in the working directory, such as data/in.txt\n"
        + "files[\"ok\"]: must be its content in base64\n"
        + "files[\"x\"]: must be its content in base64\n"
        + "fetch_files[0]: is 0 characters long; a path has 1 to 255\n"
        + "fetch_files[1]: must be a string, not 5")]
    public async Task Every_mistake_of_a_run_is_named(string body, string message)
    {
        await using var verifier = await StartAsync();
        Assert.Equal(message, (await verifier.RefusalAsync("/run_code", body)).Message);
    }

    [Fact]
    public async Task Files_are_held_to_what_a_run_may_have()
    {
        await using var verifier = await StartAsync(settings => settings with { Limits = settings.Limits with { Files = 10 } });
        var (message, field) = await verifier.RefusalAsync("/run_code", """{"code":"1","language":"python","files":{"a":"AAAAAAAA","b":"AAAAAAAA"}}""");
        Assert.Equal(("files: are 12 bytes together; a run may have 10", "files"), (message, field));
    }

    [Fact]
    public async Task The_first_twenty_mistakes_are_told_and_how_many_more()
    {
        await using var verifier = await StartAsync();
        var (message, field) = await verifier.RefusalAsync("/v1/verify:batch", $$"""{"checks":[{{string.Join(',', Enumerable.Repeat("1", 25))}}]}""");
        Assert.Equal(("checks[0]", 21), (field, message.Split('\n').Length));
        Assert.EndsWith("\nand 5 more", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/verify")]
    [InlineData("/run_code")]
    public async Task A_body_that_is_too_large_is_not_read(string path)
    {
        await using var verifier = await StartAsync();
        var body = $$"""{"type":"exact","expected":"","answer":"{{new string('x', ReasonOps.Sandbox.Serving.VerifierHost.MaxBodyBytes)}}"}""";
        Assert.Equal("the body is larger than 8388608 bytes", (await verifier.RefusalAsync(path, body, HttpStatusCode.RequestEntityTooLarge)).Message);
    }

    [Fact]
    public async Task What_is_not_served_says_what_is()
    {
        await using var verifier = await StartAsync();
        Assert.Equal("/v1/chat is not served here; there are POST /v1/verify, POST /v1/verify:batch, POST /run_code, GET /health and GET /metrics",
            (await verifier.RefusalAsync("/v1/chat", "{}", HttpStatusCode.NotFound)).Message);
        Assert.Equal("POST is not served on /health; use GET", (await verifier.RefusalAsync("/health", "{}", HttpStatusCode.MethodNotAllowed)).Message);
    }

    [Fact]
    public async Task A_pool_without_math_compares_no_answers()
    {
        await using var verifier = await StartAsync(settings => settings with { Checks = [CheckKind.Python] });
        Assert.Equal("type: this pool does not compare answers; it decides python",
            (await verifier.RefusalAsync("/v1/verify", """{"type":"exact","answer":"1","expected":"1"}""")).Message);
    }

    private static Task<TestVerifier> StartAsync(Func<VerifierSettings, VerifierSettings>? settings = null) =>
        TestVerifier.StartAsync(ScriptedSandbox.Answering(), settings);
}
