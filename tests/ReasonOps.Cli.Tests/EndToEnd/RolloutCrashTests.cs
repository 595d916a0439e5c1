using System.IO.Compression;
using System.Net.NetworkInformation;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;
using ReasonOps.Rollouts.Storage;
using ReasonOps.Rollouts.Tests.Storage;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>A job as a cluster runs it (workers of several partitions, engines, a verifier, each a process) under <c>kill -9</c>.</summary>
public sealed class RolloutCrashTests(S3Server s3) : IClassFixture<S3Server>, IDisposable
{
    private const int Kills = 50;
    private const int KillsOverBucket = 20;
    private const int MostAtOnce = 6;
    private const int Partitions = 3;
    private const int Problems = 60;
    private const int Rollouts = 3;

    private readonly Scratch _scratch = new();
    private readonly Random _random = new(20261122);

    public void Dispose() => _scratch.Dispose();

    /// <summary>
    /// The engines run a chain at a time, as then a chain's numbers are the same to the last bit whatever else they are asked; chains that run together are rounded
    /// together, and one in a million of their tokens may be another.
    /// </summary>
    [Fact]
    public async Task Fifty_kills_of_workers_engines_and_the_verifier_leave_the_dataset_as_if_there_had_been_none()
    {
        var (engines, verifier) = (Ports(2), Ports(1)[0]);
        await WriteManifestsAsync(engines, verifier);
        Process[] shared =
        [
            .. engines.Select(port => new Process($"engine {port}", ["engine", "--model", "embedded://arithmetic", "--name", "math", "--max-chains", "1", "--threads", "1", "--url", $"http://127.0.0.1:{port}"])),
            new("verifier", ["verifier", "-f", _scratch.PathOf("pool.yaml"), "--url", $"http://127.0.0.1:{verifier}"]),
        ];
        try
        {
            foreach (var process in shared) process.Start();
            var whole = await RunAsync(_scratch.PathOf("whole"), shared, kills: 0);
            Assert.Equal(Problems * Rollouts, whole.Length);
            Assert.Equal(whole, await RunAsync(_scratch.PathOf("killed"), shared, Kills));
            Assert.Equal(whole, await RunAsync($"s3://{S3Server.Bucket}/killed", shared, KillsOverBucket));
        }
        finally
        {
            foreach (var process in shared) await process.DisposeAsync();
        }
    }

    /// <returns>The lines of the dataset, sorted.</returns>
    private async Task<string[]> RunAsync(string to, IReadOnlyList<Process> shared, int kills)
    {
        using var store = await DatasetStore.OpenAsync(to, s3.Settings, default);
        string[] job = ["--job", JobOf(to), "--snapshot", _scratch.PathOf("snapshot.json"), "--out", to];
        var workers = Enumerable.Range(0, Partitions).Select(i => new Process($"worker {i}", ["rollout", "worker", .. job, "--partition", $"{i}/{Partitions}"])).ToArray();
        try
        {
            foreach (var worker in workers) worker.Start();
            await KillAsync(store, [.. shared, .. workers], kills);
            foreach (var worker in workers) await worker.DoneAsync();
        }
        finally
        {
            foreach (var worker in workers) await worker.DisposeAsync();
        }
        var written = await Child.RunWithinAsync(S3Server.Keys, ["rollout", "write", .. job]);
        Assert.True(written.Code == ExitCode.Done, written.Errors);
        return [.. (await LinesAsync(store, "trajectories/", ".jsonl.gz")).Order(StringComparer.Ordinal)];
    }

    /// <summary>Some at a time, at moments spread over the whole of the work; each that was killed is begun again at once.</summary>
    private async Task KillAsync(IDatasetStore store, IReadOnlyList<Process> all, int kills)
    {
        for (var killed = 0; killed < kills;)
        {
            var due = Problems * (Rollouts + 1) * killed / (kills + 1);
            await Wait.UntilAsync(async () => (await LinesAsync(store, "journal/", ".jsonl")).Count >= due, $"{due} lines are in the journal after {killed} kills");
            await Task.Delay(_random.Next(100));
            var chosen = all.Where(process => process.IsRunning).OrderBy(_ => _random.Next()).Take(Math.Min(_random.Next(2, MostAtOnce + 1), kills - killed)).ToArray();
            foreach (var process in chosen) await process.KillAsync();
            foreach (var process in chosen) process.Start();
            killed += chosen.Length;
        }
    }

    private async Task WriteManifestsAsync(int[] engines, int verifier)
    {
        var problems = (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "config/models/arithmetic/problems.jsonl"))).Take(Problems);
        _scratch.Write("problems.jsonl", string.Join('\n', problems));
        _scratch.Write("pool.yaml", """
            apiVersion: reasonops.io/v1alpha1
            kind: VerifierPool
            metadata: {name: checks}
            spec: {checks: [Math], isolation: {mode: Landlock}, workers: 1, sizing: {maxReplicas: 1}}
            """);
        await File.WriteAllBytesAsync(_scratch.PathOf("snapshot.json"), SnapshotJson.Write(new GatewaySnapshot
        {
            Service = "sampler", Model = "math", Tenants = [], AnswerFormat = new("Whole"), Steps = [";"],
            Engines = new() { Runtime = "onnx", Fixed = [.. engines.Select(port => new EngineTarget($"http://127.0.0.1:{port}/v1"))], KeyValueTokens = 16384 },
            Verifier = new($"http://127.0.0.1:{verifier}"),
        }));
    }

    /// <returns>Where a job that writes there is described.</returns>
    private string JobOf(string to) => _scratch.Write("job.yaml", $$$"""
        apiVersion: reasonops.io/v1alpha1
        kind: RolloutJob
        metadata: {name: crash}
        spec:
          problems: {uri: "{{{_scratch.PathOf("problems.jsonl")}}}" }
          policy: {serviceRef: {name: sampler}}
          search: {rolloutsPerProblem: {{{Rollouts}}}, reasoningTokens: 128, answerTokens: 8}
          verify: {poolRef: {name: checks}}
          output: {uri: "{{{to}}}"}
          parallelism: {{{Partitions}}}
          {{{(to.StartsWith("s3://", StringComparison.Ordinal) ? $$"""s3: {endpoint: "{{s3.Url}}", pathStyle: true}""" : "")}}}
          checkpoint: {every: 1s}
        """);

    /// <summary>Below those that the system gives out by itself, so that nobody takes one while its process is down.</summary>
    private static int[] Ports(int count)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(each => each.Port).ToHashSet();
        return [.. Enumerable.Repeat(0, 1000).Select(_ => RandomPort.Next(20_000, 32_000)).Where(port => !taken.Contains(port)).Distinct().Take(count)];
    }

    /// <summary>Not that of the kills: other runs of this test on the machine must not choose the same.</summary>
    private static readonly Random RandomPort = new(Environment.ProcessId);

    private static async Task<List<string>> LinesAsync(IDatasetStore store, string folder, string ending)
    {
        var found = new List<string>();
        foreach (var name in (await store.ListAsync(folder, default)).Where(name => name.EndsWith(ending, StringComparison.Ordinal)))
        {
            await using var stream = await store.ReadAsync(name, default);
            using var lines = new StreamReader(ending.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
            while (await lines.ReadLineAsync() is { } line) found.Add(line);
        }
        return found;
    }

    private sealed class Process(string name, string[] arguments) : IAsyncDisposable
    {
        private Child? _child;

        public bool IsRunning => _child is { IsRunning: true };

        public void Start() => _child = Child.StartWithin(S3Server.Keys, arguments);

        public async Task KillAsync()
        {
            await _child!.SignalAsync("KILL");
            await _child.DisposeAsync();
        }

        public async Task DoneAsync() => Assert.True(await _child!.EndAsync() == ExitCode.Done, $"{name}: {_child.Errors}");

        public async ValueTask DisposeAsync()
        {
            if (_child is not null) await _child.DisposeAsync();
        }
    }
}
