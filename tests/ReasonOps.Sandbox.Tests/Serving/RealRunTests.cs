using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Serving;

namespace ReasonOps.Sandbox.Tests.Serving;

/// <summary>The whole way: HTTP, a real sandbox, real interpreters and compilers.</summary>
public sealed class RealRunTests : IClassFixture<RealRunTests.Server>
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(3) };

    private readonly string _url;

    public RealRunTests(Server server) => _url = server.Url;

    [Theory]
    [InlineData("python", "n = int(input())\nprint(n * 2)", "Success", "42\n")]
    [InlineData("python", "import sys\nsys.exit(3)", "Failed", "")]
    [InlineData("python", "print(", "Failed", "")]
    [InlineData("nodejs", "console.log(Number(require('fs').readFileSync(0, 'utf8')) * 2)", "Success", "42\n")]
    [InlineData("c", "#include <stdio.h>\nint main(void) { int n; scanf(\"%d\", &n); printf(\"%d\\n\", n * 2); }", "Success", "42\n")]
    public async Task A_program_that_verl_sends_is_run(string language, string code, string status, string output)
    {
        var answer = await PostAsync("/run_code", new JsonObject
        {
            ["compile_timeout"] = 30, ["run_timeout"] = 20, ["code"] = code, ["stdin"] = "21\n", ["memory_limit_MB"] = 1024, ["language"] = language,
            ["files"] = new JsonObject(), ["fetch_files"] = new JsonArray(),
        });

        Assert.Equal((status, output), (answer.GetProperty("status").GetString(), answer.GetProperty("run_result").GetProperty("stdout").GetString()));
        Assert.Equal("Finished", answer.GetProperty("run_result").GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_does_not_compile_and_what_takes_too_long_are_told_apart()
    {
        var broken = await PostAsync("/run_code", new JsonObject { ["language"] = "c", ["code"] = "int main( {" });
        var slow = await PostAsync("/run_code", new JsonObject { ["language"] = "python", ["code"] = "while True: pass", ["run_timeout"] = 0.2 });

        Assert.Equal(("Failed", JsonValueKind.Null), (broken.GetProperty("status").GetString(), broken.GetProperty("run_result").ValueKind));
        Assert.NotEqual(0, broken.GetProperty("compile_result").GetProperty("return_code").GetInt32());
        Assert.Equal(("Failed", "TimeLimitExceeded"), (slow.GetProperty("status").GetString(), slow.GetProperty("run_result").GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Files_go_in_and_come_out()
    {
        var answer = await PostAsync("/run_code", new JsonObject
        {
            ["language"] = "python", ["code"] = "open('out/b.txt', 'w').write(open('in/a.txt').read()[::-1])",
            ["files"] = new JsonObject { ["in/a.txt"] = "aGVsbG8=", ["out/keep"] = "" }, ["fetch_files"] = new JsonArray("out/b.txt", "missing"),
        });

        Assert.Equal("""{"out/b.txt":"b2xsZWg="}""", answer.GetProperty("files").GetRawText());
    }

    [Theory]
    [InlineData("print(input()[::-1])", "Accepted")]
    [InlineData("print(input())", "WrongAnswer")]
    [InlineData("print(1/0)", "RuntimeError")]
    [InlineData("x = bytearray(600 << 20)", "MemoryLimit")]
    [InlineData("while True: print('x' * 1000)", "OutputLimit")]
    public async Task Verdicts_are_those_of_the_program(string code, string verdict)
    {
        var answer = await PostAsync("/v1/verify", new JsonObject
        {
            ["type"] = "code", ["language"] = "python", ["code"] = code, ["tests"] = new JsonArray(new JsonObject { ["input"] = "abc", ["expected"] = "cba" }),
        });

        Assert.Equal(verdict, answer.GetProperty("verdict").GetString());
        Assert.True(answer.GetProperty("cost").GetProperty("wall_seconds").GetDouble() > 0);
    }

    [Theory]
    [InlineData("def f(x): return x + 1", "Accepted")]
    [InlineData("def f(x): return x + 2", "WrongAnswer")]
    [InlineData("import os\nos._exit(0)", "RuntimeError")]
    public async Task Asserts_judge_a_function(string code, string verdict)
    {
        var answer = await PostAsync("/v1/verify", new JsonObject
        {
            ["type"] = "code", ["language"] = "python", ["code"] = code,
            ["tests"] = new JsonObject { ["code"] = "def check(candidate):\n    assert candidate(1) == 2", ["entry_point"] = "f" },
        });

        Assert.Equal(verdict, answer.GetProperty("verdict").GetString());
    }

    private async Task<JsonElement> PostAsync(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString());
        using var response = await Http.PostAsync($"{_url}{path}", content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    public sealed class Server : IAsyncLifetime
    {
        private VerifierServer? _server;

        public string Url => _server!.Url;

        public async Task InitializeAsync() => _server = await VerifierServer.StartAsync(
            TestVerifier.Settings with { Checks = [CheckKind.Math, CheckKind.Python, CheckKind.JavaScript, CheckKind.C] },
            options => options with { Urls = ["http://127.0.0.1:0"], Logging = _ => { } }, NullLoggerFactory.Instance, CancellationToken.None);

        public async Task DisposeAsync()
        {
            if (_server is not null) await _server.DisposeAsync();
        }
    }
}
