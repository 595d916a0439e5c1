using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Tests.ReasoningServices.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices;

/// <summary>Passes over a service that is scaled, on a real API server, with engines and gateways that are only figures at the wire.</summary>
public sealed class ScalingPassTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private const string Autoscaling = "engine: {keyValueTokens: 10000}\n  autoscaling: {maxReplicas: 3, scaleDown: {stabilization: 0s}}";
    private readonly ConcurrentDictionary<string, string> _says = [];

    [Fact]
    public async Task The_forecast_of_the_gateways_brings_engines_though_those_that_are_there_hang_lie_or_tell_nonsense()
    {
        await using var bench = await OpenAsync(Autoscaling);
        await using var lies = await ServeAsync("127.85.0.1", Ports.Engine);
        await using var gateway = await ServeAsync("127.85.0.2", Ports.Gateway);
        await using var hangs = await ServiceLoadReaderTests.ServeAsync("127.85.0.3", Ports.Engine, async context => await Task.Delay(Timeout.Infinite, context.RequestAborted));
        Assert.Equal(1, await ReplicasAsync(bench));
        await PodAsync(bench, "e1", ChildObject.Engine, "127.85.0.1");
        await PodAsync(bench, "e2", ChildObject.Engine, "127.85.0.3");
        await PodAsync(bench, "g1", ChildObject.Gateway, "127.85.0.2");
        await SeenAsync(bench, 3);

        foreach (var lie in new[] { "vllm:kv_cache_usage_perc 7\n", "<html>", "vllm:kv_cache_usage_perc NaN\nvllm:num_requests_running -4\n" })
        {
            _says["127.85.0.1"] = lie;
            bench.Clock.Advance(ServicePace.Usual.Look);
            _says["127.85.0.2"] = ServiceLoadReaderTests.Forecast(running: 20_000, waiting: 0);
            Assert.Equal(3, await ReplicasAsync(bench));
        }

        Assert.Contains(bench.Events, said => said.Reason == "Scaled" && said.Message.StartsWith("math-engine 1 -> 3: forecast 20k KV tokens", StringComparison.Ordinal));
        var status = (await bench.GetAsync("math")).Status;
        var decision = Assert.Single(status.At("scaling", "history").Entries());
        Assert.Equal((1, 3), (decision.At("from").Int(), decision.At("to").Int()));
        Assert.Equal(("True", "ScaledByDemand"), (status.Condition("ScalingActive").At("status").Text(), status.Condition("ScalingActive").At("reason").Text()));

        // All want less now; who is silent may hold anything, so none goes.
        _says["127.85.0.2"] = ServiceLoadReaderTests.Forecast(running: 0, waiting: 0);
        for (var look = 0; look < 3; look++)
        {
            bench.Clock.Advance(ServicePace.Usual.Pause);
            Assert.Equal(3, await ReplicasAsync(bench));
        }
    }

    [Fact]
    public async Task The_pod_whose_chains_end_soonest_is_marked_before_fewer_are_asked_for_and_a_quiet_pass_sends_nothing()
    {
        await using var bench = await OpenAsync(Autoscaling);
        await using var engines = new Servers([
            await ServeAsync("127.85.1.1", Ports.Engine), await ServeAsync("127.85.1.2", Ports.Engine), await ServeAsync("127.85.1.3", Ports.Engine), await ServeAsync("127.85.1.4", Ports.Gateway)]);
        Forecast("127.85.1.4", 20_000, rest: 5);
        await ReplicasAsync(bench);
        for (var i = 1; i <= 3; i++)
        {
            Uses($"127.85.1.{i}", "0.66");
            await PodAsync(bench, $"e{i}", ChildObject.Engine, $"127.85.1.{i}");
        }
        await PodAsync(bench, "g1", ChildObject.Gateway, "127.85.1.4");
        await SeenAsync(bench, 4);
        Assert.Equal(3, await ReplicasAsync(bench));
        bench.Clock.Advance(ServicePace.Usual.Told);
        await ReplicasAsync(bench);
        await bench.CaughtUpAsync("math");
        Assert.Equal("66%", (await bench.GetAsync("math")).Status.At("keyValueOccupancy").Text());

        bench.Client.Forget();
        for (var look = 0; look < 5; look++)
        {
            bench.Clock.Advance(ServicePace.Usual.Look);
            // Figures move, and nothing that matters does.
            Forecast("127.85.1.4", 20_000 + 10 * look, rest: 5 - 0.1 * look);
            Assert.Equal(ServicePace.Usual.Look, (await bench.PassAsync("math")).RequeueAfter);
        }
        Assert.Empty(bench.Client.Writes);

        for (var i = 1; i <= 3; i++) Uses($"127.85.1.{i}", "0.01");
        Forecast("127.85.1.4", 100, rest: 5);
        bench.Clock.Advance(ServicePace.Usual.Look);
        Assert.Equal(2, await ReplicasAsync(bench));
        var writes = bench.Client.Writes.ToArray();
        Assert.Equal(["e2"], await MarkedAsync(bench));
        Assert.InRange(Array.FindIndex(writes, write => write.Contains("Pod e2", StringComparison.Ordinal)), 0, Array.FindIndex(writes, write => write.Contains("Deployment", StringComparison.Ordinal)));

        // It stayed, and now another one would end sooner.
        await SeenAsync(bench, 4);
        await Until.TrueAsync("the mark is seen", () => bench.Caches.PodsOf(bench.Owner("math")).Any(pod => pod.Metadata.Annotations?.ContainsKey(LeavingPods.Annotation) == true));
        Forecast("127.85.1.4", 100, rest: 500);
        bench.Clock.Advance(ServicePace.Usual.Pause);
        Assert.Equal(1, await ReplicasAsync(bench));
        Assert.Equal(["e1"], await MarkedAsync(bench));
    }

    [Fact]
    public async Task Left_to_others_the_demand_is_told_and_replicas_are_as_they_say()
    {
        await using var bench = await OpenAsync("engine: {keyValueTokens: 10000}\n  autoscaling: {mode: External, maxReplicas: 3}");
        await using var gateway = await ServeAsync("127.85.2.1", Ports.Gateway);
        _says["127.85.2.1"] = ServiceLoadReaderTests.Forecast(running: 20_000, waiting: 0);
        await ReplicasAsync(bench);
        await PodAsync(bench, "g1", ChildObject.Gateway, "127.85.2.1");
        await SeenAsync(bench, 1);

        Assert.Equal(1, await ReplicasAsync(bench));
        await bench.KubectlAsync("scale", "reasoningservice", "math", "--replicas=2");
        Assert.Equal(2, await ReplicasAsync(bench));
        var said = (await bench.GetAsync("math")).Status.Condition("ScalingActive");
        Assert.Equal(("False", "ScaledOutside"), (said.At("status").Text(), said.At("reason").Text()));
    }

    private async Task<Workbench> OpenAsync(string more)
    {
        var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync(Manifests.Secret());
        await bench.ApplyAsync(Manifests.Service(more: $"budget: {{reasoningTokens: 1000}}\n  {more}"));
        return bench;
    }

    private void Uses(string engine, string share) => _says[engine] =
        $"vllm:kv_cache_usage_perc {share}\nvllm:num_requests_running 1\nvllm:num_requests_waiting 0\nvllm:cache_config_info{{block_size=\"16\",num_gpu_blocks=\"625\"}} 1\n";

    /// <summary>Of three engines; the second one's chains end first, or the first one's where they run so long that they would not.</summary>
    private void Forecast(string gateway, double running, double rest) => _says[gateway] = ServiceLoadReaderTests.Forecast(running, waiting: 0)
        + string.Concat(new[] { 60, rest, 70 }.Select((seconds, i) => string.Create(CultureInfo.InvariantCulture, $"reasonops_forecast_rest_seconds{{engine=\"127.85.1.{i + 1}:8000\"}} {seconds}\n")));

    private Task<WebApplication> ServeAsync(string address, int port) =>
        ServiceLoadReaderTests.ServeAsync(address, port, context => context.Response.WriteAsync(_says.GetValueOrDefault(address, "")));

    private static async Task<int> ReplicasAsync(Workbench bench)
    {
        await bench.PassAsync("math");
        return (await bench.GetAsync(ChildKinds.Deployment, "math-engine"))!.Root.At("spec", "replicas").Int()!.Value;
    }

    private static async Task<string[]> MarkedAsync(Workbench bench)
    {
        var marked = new List<string>();
        foreach (var name in new[] { "e1", "e2", "e3" })
            if ((await bench.GetAsync(ChildKinds.Pod, name))!.Metadata.Annotations?.ContainsKey(LeavingPods.Annotation) == true) marked.Add(name);
        return [.. marked];
    }

    private static Task SeenAsync(Workbench bench, int pods) => Until.TrueAsync("the pods are seen", () =>
        bench.Caches.PodsOf(bench.Owner("math")).Count(pod => pod.Root.At("status").Condition("Ready").At("status").Text() == "True") == pods);

    /// <summary>A pod as the operator's own are, on a node that runs it.</summary>
    private static async Task PodAsync(Workbench bench, string name, string component, string address)
    {
        await bench.ApplyAsync($$"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: {{name}}
              labels: {app.kubernetes.io/managed-by: reasonops, app.kubernetes.io/component: {{component}}, reasonops.io/service: math}
            spec:
              containers:
              - {name: main, image: x}
            """);
        await bench.KubectlAsync("patch", "pod", name, "--subresource=status", "--type=merge", "-p", JsonSerializer.Serialize(new
        {
            status = new { phase = "Running", podIP = address, podIPs = new[] { new { ip = address } }, conditions = new[] { new { type = "Ready", status = "True", lastTransitionTime = "2026-01-01T00:00:00Z" } } },
        }));
    }

    private sealed class Servers(IReadOnlyList<WebApplication> all) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var each in all) await each.DisposeAsync();
        }
    }
}
