using System.Net;
using System.Net.Sockets;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class UpRefusalTests
{
    [Fact]
    public async Task A_broken_manifest_names_every_error_and_starts_nothing()
    {
        using var scratch = new Scratch();
        var text = Manifests.Embedded().Replace("answerTokens: 8", "answerTokens: 0")
            .Replace("runtime: onnx", "runtime: onxx") + "\n  - {name: me, keys: {secretRef: {name: others}}, votes: {default: 5, max: 3}}\n";

        var ended = await Child.RunAsync("up", "-f", scratch.Write("broken.yaml", text), "-p", "0");

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Empty(ended.Out);
        Assert.Contains("spec.engine.runtime", ended.Errors);
        Assert.Contains("did you mean onnx?", ended.Errors);
        Assert.Contains("spec.budget.answerTokens", ended.Errors);
        Assert.Contains("spec.tenants[1].votes.max", ended.Errors);
        Assert.Matches(@"broken\.yaml:\d+  ", ended.Errors);
        Assert.Matches(@"\d errors, nothing was started$", ended.Errors);
    }

    [Fact]
    public async Task A_missing_file_is_wrong_input() => await RefusedAsync(["up", "-f", "/no/such.yaml"], "/no/such.yaml: no such file");

    [Fact]
    public async Task Two_services_are_one_too_many() => await RefusedAsync(
        $"{Manifests.Embedded()}\n---\n{Manifests.Embedded(name: "two")}\n", "holds 2 services; one machine serves one");

    [Fact]
    public async Task An_unknown_option_is_named_and_what_may_be_a_secret_is_not() => await RefusedAsync(
        ["up", "-f", Repository.Sample, "--secrt", "free-keys=rk-hidden"],
        "Unrecognized command or argument '--secrt'.\nUnrecognized command or argument 'free-keys=...'.\nsee: reasonops up --help");

    [Theory]
    [InlineData("-p", "70000", "--port 70000: must be from 0 to 65535")]
    [InlineData("-p", "-1", "--port -1: must be from 0 to 65535")]
    [InlineData("-p", "http", "'http'")]
    [InlineData("-o", "yaml", "'text'")]
    [InlineData("--secret", "free-keys", "--secret: a secret is given as NAME=VALUE")]
    [InlineData("--secret", "fre-keys=rk-hidden", "--secret fre-keys: the manifest names no such secret; it names free-keys, pro-keys, research-keys")]
    [InlineData("--secrets", "/no/such", "--secrets /no/such: no such file")]
    public async Task An_option_that_cannot_be_is_explained(string option, string value, string says) =>
        await RefusedAsync(["up", "-f", Repository.Sample, option, value], says);

    [Fact]
    public async Task An_unknown_embedded_model_lists_the_known_ones() => await RefusedAsync(
        Manifests.Embedded("{name: math, uri: \"embedded://algebra\"}"), "spec.model.uri: there is no model \"algebra\"", "known: arithmetic");

    [Fact]
    public async Task A_model_is_looked_for_inside_its_folder_only() => await RefusedAsync(
        Manifests.Embedded("{name: math, uri: \"embedded://../models/arithmetic\"}"), "there is no model \"../models/arithmetic\"");

    [Fact]
    public async Task A_hub_model_cannot_be_started_by_the_embedded_engine() => await RefusedAsync(
        Manifests.Embedded("{name: math, uri: \"hf://owner/name\"}"), "\"hf://owner/name\" cannot be started on one machine", "spec.engine.endpoints");

    [Fact]
    public async Task Another_runtime_is_not_started_on_one_machine() => await RefusedAsync(
        Manifests.Embedded("{name: math, uri: \"hf://owner/name\"}", runtime: "vllm"), "spec.engine.runtime: ", "started on a cluster");

    [Fact]
    public async Task Budgets_that_the_model_cannot_hold_are_named_before_anything_starts() => await RefusedAsync(
        Manifests.Embedded().Replace("reasoningTokens: 128", "reasoningTokens: 8192"),
        "spec.tenants[0].budget: me may think 8192 tokens and answer in 8", "nothing was started");

    [Fact]
    public async Task A_service_without_a_replica_is_not_started_on_one_machine() => await RefusedAsync(
        Manifests.Embedded() + "\n  replicas: 0\n", "spec.replicas: 0 starts no engine, and then nothing can answer; on one machine use 1 or more");

    [Fact]
    public async Task A_cache_below_two_blocks_is_refused() => await RefusedAsync(
        Manifests.Embedded()
            .Replace("runtime: onnx", "runtime: onnx\n    keyValueTokens: 20").Replace("reasoningTokens: 128", "reasoningTokens: 8"),
        "spec.engine.keyValueTokens: 20 is below two blocks");

    [Fact]
    public async Task An_engine_that_wants_a_key_names_the_option_that_gives_it() => await RefusedAsync(
        Manifests.Fronting("openai", "http://127.0.0.1:9/v1", keyed: true), "secret engine-key is not given; add --secret engine-key=KEY");

    [Fact]
    public async Task A_port_in_use_is_a_failure_told_without_a_stack_trace()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var ended = await Child.RunAsync("up", "-f", Repository.Sample, "-p", $"{port}");

        Assert.Equal(ExitCode.Failed, ended.Code);
        Assert.Equal($"--port {port}: something listens on 127.0.0.1:{port} already; stop it or take another port, 0 for a free one", ended.Errors);
    }

    private static async Task RefusedAsync(string manifest, params string[] says)
    {
        using var scratch = new Scratch();
        await RefusedAsync(["up", "-f", scratch.Write("m.yaml", manifest), "-p", "0"], says);
    }

    private static async Task RefusedAsync(string[] arguments, params string[] says)
    {
        var ended = await Child.RunAsync(arguments);

        Assert.True(ended.Code == ExitCode.WrongInput, $"{ended.Code}: {ended.Out}\n{ended.Errors}");
        Assert.All(says, text => Assert.Contains(text, ended.Errors));
        Assert.DoesNotContain("   at ", ended.Errors);
        Assert.DoesNotContain("rk-hidden", ended.Errors + ended.Out);
    }
}
