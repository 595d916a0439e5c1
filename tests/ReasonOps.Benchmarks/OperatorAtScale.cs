using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Benchmarks;

/// <summary>
/// 500 ReasoningServices applied at once to a real API server (no controllers: nothing but the operator writes): how long until all
/// children stand, what was sent for it, what is sent afterwards, and what a restart costs. Beside each figure its ideal.
/// </summary>
internal static class OperatorAtScale
{
    private const int Services = 500;
    private const int Writers = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var plane = await LocalControlPlane.StartAsync();
        await CrdInstaller.InstallAsync(plane);
        var children = Children(await ServedAsync(plane), "bare");
        var bare = await WriteBareAsync(plane, children);

        Console.Error.WriteLine($"  {Services * children.Count} bare writes: {bare.TotalSeconds:0.0} s");
        var @namespace = await plane.CreateNamespaceAsync("bench");
        foreach (var tenant in Sample.Spec.Tenants) await CreateAsync(plane, $"api/v1/namespaces/{@namespace}/secrets", Key(tenant));
        await using var first = OperatorProcess.Start(plane);
        await Until.TrueAsync("the operator is ready", first.IsReadyAsync, Patience);
        var begun = Stopwatch.GetTimestamp();
        await InParallelAsync(Enumerable.Range(0, Services), index =>
            CreateAsync(plane, $"apis/{ReasoningService.Version}/namespaces/{@namespace}/reasoningservices", Manifest(index)));
        await Until.TrueAsync("all children stand", () => AllStandAsync(plane, @namespace, children), Patience);
        var toAll = Stopwatch.GetElapsedTime(begun);
        Console.Error.WriteLine($"  all children: {toAll.TotalSeconds:0.0} s");

        var quiet = await QuietAsync(first);
        await Task.Delay(Steady);
        var after = await first.RequestsAsync();
        var memory = first.Memory();
        await first.KillAsync();

        begun = Stopwatch.GetTimestamp();
        await using var second = OperatorProcess.Start(plane);
        await Until.TrueAsync("the second operator is ready", second.IsReadyAsync, Patience);
        var toSynced = Stopwatch.GetElapsedTime(begun);
        var restarted = await QuietAsync(second);

        var each = (quiet.Writes - quiet.EventWrites) / Services;
        return
        [
            new("operator.extra_writes_per_cr", each - children.Count, "writes", $"ideal 1: one a child ({children.Count}), one status",
                $"{Services} services; of each: {quiet.PerService(Services)}"),
            new("operator.steady_state_writes", after.Writes - quiet.Writes, "writes", "ideal 0",
                FormattableString.Invariant($"in {Steady.TotalSeconds:0} s after; {after.Total - quiet.Total:0} requests of any kind, its lease aside")),
            new("operator.restart_writes", restarted.Writes - restarted.EventWrites, "writes", "ideal 0", "of a new operator over the same objects"),
            new("operator.memory_mb", memory, "MiB", "at most 250", FormattableString.Invariant($"resident, with {Services * (children.Count + 1)} objects cached")),
            new("operator.seconds_to_all_children", toAll.TotalSeconds, "s", "the same writes sent bare",
                FormattableString.Invariant($"{Services * children.Count} children; bare {bare.TotalSeconds:0.0} s from {Writers} writers, ratio {toAll / bare:0.00}")),
            new("operator.seconds_to_synced", toSynced.TotalSeconds, "s", "ideal 0", "from the start of the process to ready"),
        ];
    }

    private static ReasoningService Sample { get; } =
        ManifestReader.Read(File.ReadAllText(Path.Combine("config", "samples", "arithmetic.yaml"))).Services.Single();

    private static async Task<ServedKinds> ServedAsync(LocalControlPlane plane)
    {
        using var client = new Kubernetes.Client.KubernetesClient(Kubernetes.Configuration.KubernetesConfiguration.FromFiles([plane.KubeConfigPath]));
        return await Discovery.ReadAsync(client, CancellationToken.None);
    }

    /// <summary>Of one service, as the operator would have them.</summary>
    private static IReadOnlyList<DesiredObject> Children(ServedKinds served, string @namespace)
    {
        var owner = new V1ObjectMeta { Name = "math-0", Namespace = @namespace, Uid = Guid.Empty.ToString() };
        return DesiredObjects.Of(ServicePlanner.Plan(Sample, owner, new Observed { Served = served }, new WorkloadOptions("reasonops:bench")));
    }

    /// <summary>The physical limit: nothing but the writes, each prepared beforehand.</summary>
    private static async Task<TimeSpan> WriteBareAsync(LocalControlPlane plane, IReadOnlyList<DesiredObject> children)
    {
        await CreateAsync(plane, "api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "bare" } });
        var writes = (from index in Enumerable.Range(0, Services)
                      from child in children
                      let name = child.Name.Replace("math-0", $"math-{index}", StringComparison.Ordinal)
                      select (Path: child.Type.Path("bare", name), Body: child.Body.ToJsonString().Replace("math-0", $"math-{index}", StringComparison.Ordinal))).ToArray();
        var begun = Stopwatch.GetTimestamp();
        await InParallelAsync(writes, async write =>
        {
            using var body = new StringContent(write.Body, new MediaTypeHeaderValue("application/apply-patch+yaml"));
            using var answer = await plane.Client.PatchAsync($"{write.Path}?fieldManager=bare", body);
            answer.EnsureSuccessStatusCode();
        });
        return Stopwatch.GetElapsedTime(begun);
    }

    private static async Task CreateAsync(LocalControlPlane plane, string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await plane.Client.PostAsync(path, content);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    private static JsonObject Manifest(int index)
    {
        var manifest = JsonNode.Parse(KindJson.Write(Sample))!.AsObject();
        manifest["metadata"] = new JsonObject { ["name"] = $"math-{index}" };
        return manifest;
    }

    private static JsonObject Key(TenantSpec tenant) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = tenant.Keys.SecretRef.Name },
        ["stringData"] = new JsonObject { ["key"] = $"rk-{tenant.Name}" },
    };

    private static async Task<bool> AllStandAsync(LocalControlPlane plane, string @namespace, IReadOnlyList<DesiredObject> children)
    {
        foreach (var kind in children.GroupBy(child => child.Type))
            if (await CountAsync(plane, kind.Key.Path(@namespace)) < kind.Count() * Services)
                return false;
        return true;
    }

    /// <summary>Without reading them all: the server says how many it left out.</summary>
    private static async Task<long> CountAsync(LocalControlPlane plane, string path)
    {
        var list = JsonNode.Parse(await plane.Client.GetStringAsync($"{path}?limit=1"))!;
        return list["items"]!.AsArray().Count + ((long?)list["metadata"]!["remainingItemCount"] ?? 0);
    }

    /// <summary>Its requests, once there were none for as long as any of its delays.</summary>
    private static async Task<Requests> QuietAsync(OperatorProcess process)
    {
        var (last, since) = (await process.RequestsAsync(), Stopwatch.GetTimestamp());
        await Until.TrueAsync("the operator is quiet", async () =>
        {
            var now = await process.RequestsAsync();
            if (now.Total > last.Total) (last, since) = (now, Stopwatch.GetTimestamp());
            return Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(40);
        }, Patience);
        return last;
    }

    private static Task InParallelAsync<T>(IEnumerable<T> all, Func<T, Task> work) =>
        Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (one, _) => await work(one));
}
