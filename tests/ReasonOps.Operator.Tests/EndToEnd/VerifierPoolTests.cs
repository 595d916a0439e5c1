using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Operator.Tests.EndToEnd;

/// <summary>The sample pool on a cluster, beside a service whose engines hold (what the node calls) accelerators.</summary>
#pragma warning disable CA1001 // ended by DisposeAsync
public sealed class VerifierPoolTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Pool = "verifierpool/sandboxes";
    private const string Service = "reasoningservice/math";
    private const string Verifiers = "reasonops.io/pool=sandboxes";
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));
    private readonly DirectoryInfo _scratch = Directory.CreateDirectory($"/var/tmp/rv-{Guid.NewGuid().ToString("n")[..8]}");
    private Cluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await Cluster.StartAsync(_deadline.Token, "example.com/gpu=8");
        await _cluster.InstallAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _scratch.Delete(recursive: true);
        _deadline.Dispose();
    }

    [Fact]
    public async Task The_sample_pool_decides_and_follows_the_accelerators_of_its_consumers()
    {
        await _cluster.ApplyAsync(Sample("verifierpool.yaml", spec =>
        {
            // One verifier an accelerator: a machine of a few cores runs a few of them.
            spec["sizing"]!["ratio"] = new JsonObject { ["accelerators"] = 1, ["coresPerCpu"] = (int)spec["workers"]! };
            // The node's folder stands for whatever is below /tmp, and its name leaves no room for that of a socket.
            spec["podTemplate"] = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "verifier", ["env"] = new JsonArray(new JsonObject { ["name"] = "TMPDIR", ["value"] = _scratch.FullName }),
            }) } };
        }));
        await _cluster.WaitAsync(Pool, "Ready");
        Assert.Equal(("1", "0"), (await PoolAsync(".spec.sizing.minReplicas"), await PoolAsync(".status.floor")));
        await DecidesAsync();

        await _cluster.KubectlAsync("create", "secret", "generic", "free-keys", "--from-literal=key=rk-free-1");
        await _cluster.ApplyAsync(Sample("arithmetic.yaml", spec =>
        {
            spec["engine"]!["accelerator"] = new JsonObject { ["memory"] = "1e9", ["resourceName"] = "example.com/gpu" };
            spec["autoscaling"] = new JsonObject { ["mode"] = "External", ["minReplicas"] = 1, ["maxReplicas"] = 3 };
            spec["replicas"] = 2;
            spec["verification"] = new JsonObject { ["poolRef"] = new JsonObject { ["name"] = "sandboxes" } };
            spec["tenants"] = new JsonArray(spec["tenants"]![0]!.DeepClone());
        }));
        await FollowsAsync(accelerators: 2, verifiers: 2);
        await _cluster.WaitAsync(Service, "VerifierAvailable");
        Assert.Equal("http://sandboxes-verifier.default.svc.cluster.local:8080", (string)(await SnapshotAsync())["verifier"]!["url"]!);

        await _cluster.KubectlAsync("scale", Service, "--replicas=3");
        await FollowsAsync(accelerators: 3, verifiers: 3);
        Assert.Contains("the accelerators of the consumers ask for 3", await PoolAsync(".status.scaling.history[0].reason"), StringComparison.Ordinal);
        Assert.Equal(3, _cluster.Processes("verifier"));

        // Fewer go only after a while; that fewer would do is known at once.
        await _cluster.KubectlAsync("scale", Service, "--replicas=1");
        await FollowsAsync(accelerators: 1, verifiers: 3);
        await GoesAsync();
    }

    private async Task DecidesAsync()
    {
        var verifier = Assert.Single(await _cluster.EndpointsAsync("sandboxes-verifier"));
        Assert.Equal("Accepted", await AskAsync(verifier, """{"type": "math", "answer": "\\frac{1}{2}", "expected": "0.5"}"""));
        Assert.Equal("WrongAnswer", await AskAsync(verifier, """{"type": "math", "answer": "0.51", "expected": "\\frac{1}{2}"}"""));
    }

    private async Task FollowsAsync(int accelerators, int verifiers)
    {
        await Until.TrueAsync($"{accelerators} accelerators are seen", async () => await PoolAsync(".status.floor") == $"{accelerators}");
        Assert.Equal($"ReasoningService math {accelerators} {accelerators}",
            await PoolAsync(".status.consumers[0].kind", ".status.consumers[0].name", ".status.consumers[0].accelerators", ".status.consumers[0].replicas"));
        await Until.TrueAsync($"{verifiers} verifiers are ready", async () => (await _cluster.PodsAsync(Verifiers)).Count(Cluster.IsReady) == verifiers);
        await Until.TrueAsync("the pool says so", async () => await PoolAsync(".status.verifiers") == $"{verifiers}/{verifiers}");
    }

    private async Task GoesAsync()
    {
        await _cluster.KubectlAsync("delete", Pool, Service, "--timeout=60s");
        await Until.TrueAsync("no child is left", async () => await _cluster.KubectlAsync(
            "get", "deployments,replicasets,pods,services,configmaps,serviceaccounts,networkpolicies,poddisruptionbudgets", "-l", Verifiers, "-o", "name") == "");
        await Until.TrueAsync("no verifier runs", () => _cluster.Processes("verifier") == 0);
    }

    private Task<string> PoolAsync(params string[] paths) =>
        _cluster.KubectlAsync("get", Pool, "-o", $"jsonpath={string.Join(' ', paths.Select(path => $"{{{path}}}"))}");

    private async Task<JsonNode> SnapshotAsync()
    {
        var data = JsonNode.Parse(await _cluster.KubectlAsync("get", "secret", "math-snapshot", "-o", "json"))!["data"]!;
        return JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String((string)data["snapshot.json"]!)))!;
    }

    private async Task<string?> AskAsync(Uri verifier, string check)
    {
        using var body = new StringContent(check, null, "application/json");
        using var answer = await _cluster.Http.PostAsync(new Uri(verifier, "/v1/verify"), body, _deadline.Token);
        var text = await answer.Content.ReadAsStringAsync(_deadline.Token);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return (string?)JsonNode.Parse(text)!["verdict"];
    }

    /// <summary>As it stands in the project, but for what a test changes.</summary>
    private static string Sample(string file, Action<JsonNode> change)
    {
        var whole = Yaml.Read(File.ReadAllText(Repository.PathOf("config", "samples", file)));
        change(whole["spec"]!);
        return whole.ToJsonString();
    }
}
