using System.IO.Compression;
using System.Text.Json.Nodes;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Operator.Tests.EndToEnd;

/// <summary>A job on a cluster, drawn from a real engine and checked by a real verifier, with everything in its way that may be.</summary>
#pragma warning disable CA1001 // ended by DisposeAsync
public sealed class RolloutJobTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int Problems = 240, Rollouts = 16;
    private const string Job = "rolloutjob/berry";
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(8));
    private readonly DirectoryInfo _scratch = Directory.CreateDirectory($"/var/tmp/rj-{Guid.NewGuid().ToString("n")[..8]}");
    private Cluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await Cluster.StartAsync(_deadline.Token);
        await _cluster.InstallAsync();
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _scratch.Delete(recursive: true);
        _deadline.Dispose();
    }

    [Fact]
    public async Task A_job_comes_to_its_end_whoever_is_killed_on_the_way_and_nothing_is_lost_or_there_twice()
    {
        var (problems, datasets) = (await _cluster.ClaimAsync("problems"), await _cluster.ClaimAsync("datasets"));
        var lines = (await File.ReadAllLinesAsync(Repository.PathOf("config", "models", "arithmetic", "problems.jsonl"))).Take(Problems).ToArray();
        lines = [.. Enumerable.Range(0, Problems).Select(i => lines[i % lines.Length])];
        await File.WriteAllLinesAsync(Path.Combine(problems, "train.jsonl"), lines);

        await _cluster.ApplyAsync(Manifest(_scratch.FullName).Split("---")[0]);
        await SoonAsync("it says what it waits for", async () => await StatusAsync(".status.conditions[?(@.type=='Progressing')].reason") == "ServiceNotFound");
        Assert.Equal("Waiting", await StatusAsync(".status.phase"));

        await _cluster.KubectlAsync("create", "secret", "generic", "rollout-keys", "--from-literal=key=rk-1");
        await _cluster.ApplyAsync(Manifest(_scratch.FullName));
        await DrawnAsync(datasets, trees: 20);
        Assert.True(_cluster.KillOne("rollout worker"));
        await DrawnAsync(datasets, trees: 40);
        Assert.True(_cluster.KillOne("engine"));
        Assert.True(_cluster.KillOne("gateway"));

        await DrawnAsync(datasets, trees: 60);
        await _cluster.KubectlAsync("patch", Job, "--type=merge", "-p", """{"spec": {"suspend": true}}""");
        await WaitAsync("Suspended");
        await SoonAsync("no worker runs", () => Task.FromResult(_cluster.Processes("rollout worker") == 0));
        Assert.Equal("Suspended", await StatusAsync(".status.phase"));
        await _cluster.KubectlAsync("patch", Job, "--type=merge", "-p", """{"spec": {"suspend": false}}""");

        await DrawnAsync(datasets, trees: 90);
        Assert.True(_cluster.KillOne("verifier"));
        await DrawnAsync(datasets, trees: 120);
        Assert.True(_cluster.KillOne("operator"));
        await WaitAsync("Complete");

        await IsWholeAsync(Path.Combine(datasets, "berry"));
    }

    /// <summary>Every rollout of every problem once, as the status says it.</summary>
    private async Task IsWholeAsync(string dataset)
    {
        var counts = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(dataset, "manifest.json")))!["counts"]!;
        Assert.Equal((Problems, Problems * Rollouts, 0), ((int)counts["problems"]!, (int)counts["rollouts"]!, (int)counts["undecided"]!));
        var trees = Directory.GetFiles(Path.Combine(dataset, "trajectories"), "*.jsonl.gz").SelectMany(Lines).Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(Problems, trees.Select(tree => (long)tree["problem"]!).Distinct().Count());
        Assert.Equal(Problems * Rollouts, trees.SelectMany(tree => tree["leaves"]!.AsArray().Select((_, i) => ((long)tree["problem"]!, (int)tree["rollout"]! + i))).Distinct().Count());

        var status = JsonNode.Parse(await _cluster.KubectlAsync("get", Job, "-o", "json"))!["status"]!;
        Assert.Equal(("Complete", $"{Problems}/{Problems}", 3, 3), ((string)status["phase"]!, (string)status["progress"]!, (int)status["partitions"]!, (int)status["partitionsDone"]!));
        Assert.Equal((Problems * Rollouts, Problems * Rollouts, (int)counts["kept"]!),
            ((int)status["rollouts"]!["generated"]!, (int)status["rollouts"]!["verified"]!, (int)status["rollouts"]!["kept"]!));
        Assert.Equal("pvc://datasets/berry/manifest.json", (string)status["output"]!["manifest"]!);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(dataset, "manifest.json")))), (string)status["output"]!["sha256"]!);
        Assert.InRange((double)status["passAt1"]!, 0.01, 1);
        Assert.InRange((long)status["tokens"]!["forward"]!, (long)counts["drawn"]!, 10 * (long)counts["drawn"]!);
        Assert.NotNull(status["completionTime"]);
    }

    private async Task DrawnAsync(string datasets, int trees) => await SoonAsync($"{trees} trees are final", async () =>
        Journals(datasets).Sum(file => Read(file).Count(letter => letter == '\n')) >= trees || await FailedAsync());

    /// <summary>Nobody waits for what will not come.</summary>
    private async Task<bool> FailedAsync() => await StatusAsync(".status.phase") == "Failed" ? throw new InvalidOperationException(await _cluster.DescribeAsync()) : false;

    private Task WaitAsync(string condition) =>
        SoonAsync($"it is {condition}", async () => await StatusAsync($".status.conditions[?(@.type=='{condition}')].status") == "True" || await FailedAsync());

    /// <summary>With all there is to know where it does not come true.</summary>
    private async Task SoonAsync(string what, Func<Task<bool>> condition)
    {
        try
        {
            await Until.TrueAsync(what, condition);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException($"{late.Message}\n{await _cluster.DescribeAsync()}");
        }
    }

    private Task<string> StatusAsync(string path) => _cluster.KubectlAsync("get", Job, "-o", "jsonpath={" + path + "}");

    private static string[] Journals(string datasets) =>
        Path.Combine(datasets, "berry", "journal") is var journal && Directory.Exists(journal) ? Directory.GetFiles(journal, "*.jsonl") : [];

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> Lines(string shard)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(shard), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line) yield return line;
    }

    private static string Manifest(string scratch) => $$"""
        apiVersion: reasonops.io/v1alpha1
        kind: RolloutJob
        metadata: {name: berry}
        spec:
          problems: {uri: pvc://problems/train.jsonl}
          policy: {serviceRef: {name: sampler} }
          search: {kind: Branching, rolloutsPerProblem: {{Rollouts}}, rolloutsPerTree: 16, branching: 4, maxDepth: 12, reasoningTokens: 128, answerTokens: 8}
          verify: {poolRef: {name: sandboxes} }
          prune: {keepPerProblem: 4}
          output: {uri: pvc://datasets/berry, formats: [Trajectories, Sft]}
          parallelism: 2
          partitions: 3
        ---
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: sampler}
        spec:
          model: {name: math, uri: "embedded://arithmetic", answerFormat: {kind: Whole}, steps: [";"]}
          engine: {runtime: onnx, keyValueTokens: 65536}
          replicas: 1
          budget: {reasoningTokens: 128, answerTokens: 8}
          tenants:
          - {name: rollouts, keys: {secretRef: {name: rollout-keys} } }
        ---
        apiVersion: reasonops.io/v1alpha1
        kind: VerifierPool
        metadata: {name: sandboxes}
        spec:
          checks: [Math]
          isolation: {mode: Landlock}
          workers: 1
          sizing: {maxReplicas: 1}
          podTemplate: {spec: {containers: [{name: verifier, env: [{name: TMPDIR, value: {{scratch}} }] }] } }
        """;
}
