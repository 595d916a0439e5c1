using System.Text.Json;
using System.Xml.Linq;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class PlanCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_sample_on_GPUs_is_planned_as_a_table()
    {
        var ended = await Child.RunAsync("plan", "-f", Sample("vllm-h100-80gb.yaml"), "--requests-per-second", "0.02", "--price-per-hour", "3");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        Assert.Contains("r1-distill-32b on 2 x H100-80GB, vllm", ended.Out);
        Assert.Contains("weights      65.6 GB of 160.0 GB a replica", ended.Out);
        Assert.Contains("KV cache     262,144 bytes a token", ended.Out);
        Assert.Matches(@"(?m)^ +research +MajorityVote +16 +17,408 ", ended.Out);
        Assert.Matches(@"(?m)^ +16,384 .* capacity ", ended.Out);
        Assert.Matches(@"load +0\.02 requests/s need \d+ replicas?, \d+ accelerators, \d+\.\d\d an hour", ended.Out);
        Assert.Contains("research: 64 votes of 17,408 tokens do not fit one replica together", ended.Out);
        Assert.Matches(@"research: 17,408 tokens take \d+ s at [\d.]+ tokens/s, and its deadline is 5m; 58 tokens/s would keep it", ended.Out);
    }

    [Fact]
    public async Task Json_is_json_alone_and_its_figures_hold_together()
    {
        var ended = await Child.RunAsync("plan", "-f", Sample("sglang-mi300x-192gb.yaml"), "-o", "json", "--price-per-hour", "2");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        using var read = JsonDocument.Parse(ended.Out);
        var plan = read.RootElement[0];
        var replica = plan.GetProperty("replica");
        Assert.Equal((70_272, 8), (replica.GetProperty("keyValueBytesPerToken").GetDouble(), replica.GetProperty("keyValueCopies").GetDouble()));
        Assert.InRange(replica.GetProperty("tokens").GetInt64() * 70_272.0 * 8 / replica.GetProperty("freeBytes").GetDouble(), 0.999, 1);
        var tenant = plan.GetProperty("tenants")[0];
        Assert.Equal(tenant.GetProperty("acceleratorSeconds").GetDouble() / 3600 * 2, tenant.GetProperty("cost").GetDouble(), 1e-9);
        Assert.Contains(tenant.GetProperty("binds").GetString(), new[] { "Capacity", "Bandwidth", "Compute" });
        Assert.All(plan.GetProperty("lengths").EnumerateArray(), length => Assert.True(length.GetProperty("tokensPerSecondPerUser").GetDouble() >= 29.99));
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("load").ValueKind);
    }

    [Fact]
    public async Task A_plot_is_an_svg()
    {
        var ended = await Child.RunAsync("plan", "-f", Sample("vllm-h100-80gb.yaml"), "-o", "svg");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        Assert.Equal("svg", XDocument.Parse(ended.Out).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Of_the_embedded_engine_is_said_what_fits_and_that_the_rest_is_not_known()
    {
        var ended = await Child.RunAsync("plan", "-f", Repository.Sample, "--requests-per-second", "5");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        Assert.Contains("fits         8,192 tokens a replica", ended.Out);
        Assert.Contains("not known    bytes, speed and cost: nothing says what the embedded engine runs on", ended.Out);
        Assert.DoesNotContain("tokens/s a user ", ended.Out);
        Assert.DoesNotContain("load ", ended.Out);
    }

    [Fact]
    public async Task Verifiers_are_planned_beside_the_accelerators()
    {
        var file = _scratch.PathOf("pool.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(Sample("vllm-h100-80gb.yaml"))).Replace("  gateway:\n", "  verification: {poolRef: {name: sandboxes}}\n  gateway:\n", StringComparison.Ordinal)
            + """

            ---
            apiVersion: reasonops.io/v1alpha1
            kind: VerifierPool
            metadata: {name: sandboxes}
            spec:
              checks: [Math]
              isolation: {mode: Namespaces}
              workers: 4
              sizing: {ratio: {preset: HGX}, maxReplicas: 64}
            """);

        var ended = await Child.RunAsync("plan", "-f", file);

        // One replica of two H100: half a socket of 56 cores.
        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        Assert.Contains("verifiers    28 CPU cores beside 2 accelerators (1:4): 7 verifiers of sandboxes", ended.Out);
    }

    [Fact]
    public async Task A_budget_that_fits_only_without_a_runtime_is_warned_of()
    {
        var file = await Edited("budget: {reasoningTokens: {default: 16384, max: 32768}}", "budget: {reasoningTokens: {default: 16384, max: 340000}}");

        var ended = await Child.RunAsync("plan", "-f", file);

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        Assert.Contains("research: a chain may come to 341,280 tokens with its prompt, and the engine takes 40,960", ended.Out);
        Assert.Contains("research: a chain of 341,024 tokens does not fit a replica once the runtime has its share", ended.Out);
    }

    [Fact]
    public async Task What_fits_in_no_way_is_an_error_of_the_manifest()
    {
        var ended = await Child.RunAsync("plan", "-f", await Edited("{preset: H100-80GB, perReplica: 2}", "{preset: A100-40GB, perReplica: 1}"), "-o", "json");

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains("spec.engine.accelerator: weights need 65.6 GB and 1 x A100-40GB has 40.0 GB; raise perReplica to 2", ended.Errors);
        Assert.Contains("nothing was planned", ended.Errors);
        Assert.Empty(ended.Out);
    }

    [Theory]
    [InlineData("--tokens-per-second-per-user 0: must be from 0.001 to 1000000", "--tokens-per-second-per-user", "0")]
    [InlineData("--efficiency 70: must be from 0.01 to 1; write 70 % as 0.7", "--efficiency", "70")]
    [InlineData("Argument 'xml' not recognized", "-o", "xml")]
    [InlineData("there is nothing to plot: bytes, speed and cost", "-o", "svg")]
    public async Task Wrong_input_is_named(string message, params string[] options)
    {
        var ended = await Child.RunAsync(["plan", "-f", Repository.Sample, .. options]);

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains(message, ended.Errors);
    }

    private async Task<string> Edited(string from, string to)
    {
        var file = _scratch.PathOf("edited.yaml");
        var text = await File.ReadAllTextAsync(Sample("vllm-h100-80gb.yaml"));
        Assert.Contains(from, text);
        await File.WriteAllTextAsync(file, text.Replace(from, to, StringComparison.Ordinal));
        return file;
    }

    private static string Sample(string name) => Path.Combine(Path.GetDirectoryName(Repository.Sample)!, name);
}
