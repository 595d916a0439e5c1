using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.ControlPlane;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Client;

/// <summary>What only a real API server can say: that it understands us.</summary>
public sealed class RealServerTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>, IAsyncLifetime, IDisposable
{
    private readonly KubernetesClient _client = new(KubernetesConfiguration.FromFiles([shared.Plane.KubeConfigPath]));
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));
    private string _namespace = "";

    public async Task InitializeAsync() => _namespace = await shared.Plane.CreateNamespaceAsync("client");

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _client.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task An_object_lives_through_every_verb()
    {
        var created = await _client.CreateAsync(Kinds.ConfigMap, new V1ConfigMap { Metadata = Named("m"), Data = Data("1") }, default);
        Assert.NotNull(created.Metadata.Uid);
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => _client.CreateAsync(Kinds.ConfigMap, created with { Metadata = Named("m") }, default))).IsConflict);
        var replaced = await _client.ReplaceAsync(Kinds.ConfigMap, created with { Data = Data("2") }, default);
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => _client.ReplaceAsync(Kinds.ConfigMap, created, default))).IsConflict);
        Assert.Equal("2", (await _client.GetAsync<V1ConfigMap>(Kinds.ConfigMap, _namespace, "m", default))!.Data!["x"]);
        var patched = await _client.PatchAsync(Kinds.ConfigMap, _namespace, "m", new() { ["data"] = new JsonObject { ["x"] = null, ["y"] = "3" } }, null, default);
        Assert.Equal("""{"y":"3"}""", patched!["data"].GetRawText());
        Assert.NotEqual(replaced.Metadata.ResourceVersion, patched.Metadata.ResourceVersion);
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => _client.DeleteAsync(Kinds.ConfigMap, _namespace, "m", "another", default))).IsConflict);
        Assert.True(await _client.DeleteAsync(Kinds.ConfigMap, _namespace, "m", created.Metadata.Uid, default));
        Assert.False(await _client.DeleteAsync(Kinds.ConfigMap, _namespace, "m", created.Metadata.Uid, default));
        Assert.Null(await _client.GetAsync<V1ConfigMap>(Kinds.ConfigMap, _namespace, "m", default));
    }

    [Fact]
    public async Task Apply_makes_changes_and_leaves_alone()
    {
        var first = await ApplyAsync("1");
        var same = await ApplyAsync("1");
        var changed = await ApplyAsync("2");
        Assert.Equal(first.Metadata.ResourceVersion, same.Metadata.ResourceVersion);
        Assert.NotEqual(first.Metadata.ResourceVersion, changed.Metadata.ResourceVersion);
        Assert.False(changed["metadata"].TryGetProperty("managedFields", out _));
        await _client.PatchAsync(Kinds.ConfigMap, _namespace, "m", new() { ["data"] = new JsonObject { ["theirs"] = "kept" } }, null, default);
        Assert.Equal("kept", (await ApplyAsync("3"))["data"].GetProperty("theirs").GetString());
        // What another manager took is taken back.
        await _client.ApplyAsync(Kinds.ConfigMap, Map("9"), "other", null, default);
        Assert.Equal("4", (await ApplyAsync("4"))["data"].GetProperty("value").GetString());
    }

    [Fact]
    public async Task Status_is_applied_by_a_manager_of_its_own()
    {
        var type = EntityType.Of<V1Deployment>();
        var desired = new V1Deployment
        {
            Metadata = Named("d"),
            Spec = new()
            {
                Replicas = 0,
                Selector = new() { MatchLabels = Data("1") },
                Template = new() { Metadata = new() { Labels = Data("1") }, Spec = new() { Containers = [new() { Name = "c", Image = "i", StartupProbe = new() { HttpGet = new() { Port = "http" } } }] } },
            },
        };
        await _client.ApplyAsync(type, JsonSerializer.SerializeToNode(desired, _client.Json)!.AsObject(), "test", null, default);
        var condition = new V1Condition { Type = "Available", Status = "True", Reason = "Because", Message = "m", LastTransitionTime = TimeProvider.System.GetUtcNow(), LastUpdateTime = TimeProvider.System.GetUtcNow() };
        var status = new V1Deployment { Metadata = Named("d"), Status = new() { ObservedGeneration = 1, Conditions = [condition] } };
        await _client.ApplyAsync(type, JsonSerializer.SerializeToNode(status, _client.Json)!.AsObject(), "test-status", "status", default);
        var read = await _client.GetAsync<V1Deployment>(type, _namespace, "d", default);
        Assert.Equal(("Because", "http"), (read!.Status!.Conditions!.Single().Reason, read.Spec!.Template!.Spec!.Containers!.Single().StartupProbe!.HttpGet!.Port!.Value.Text));
    }

    [Fact]
    public async Task What_is_wrong_with_an_object_is_told_by_the_server()
    {
        var wrong = Map("1");
        wrong["data"] = new JsonObject { ["not a key"] = "x" };
        var told = await Assert.ThrowsAsync<KubernetesException>(() => _client.ApplyAsync(Kinds.ConfigMap, wrong, "test", null, default));
        Assert.True(told.IsInvalid);
        Assert.Equal("Invalid", told.Reason);
        Assert.Contains("data[not a key]", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_come_in_pages_and_watches_go_on_from_them()
    {
        for (var i = 0; i < 7; i++) await _client.CreateAsync(Kinds.ConfigMap, new V1ConfigMap { Metadata = Named($"m-{i}") with { Labels = new Dictionary<string, string> { ["odd"] = $"{i % 2}" } } }, default);
        var options = new ListOptions(_namespace, "odd=0", Limit: 3);
        var pages = new List<ListPage<V1ConfigMap>>();
        await foreach (var page in _client.ListAsync<V1ConfigMap>(Kinds.ConfigMap, options, default)) pages.Add(page);
        Assert.Equal([3, 1], pages.Select(page => page.Items.Count));
        Assert.Equal("ConfigMap", pages[0].Items[0].Kind);

        await _client.DeleteAsync(Kinds.ConfigMap, _namespace, "m-1", null, default); // of no concern to the selector
        await _client.DeleteAsync(Kinds.ConfigMap, _namespace, "m-2", null, default);
        await foreach (var told in _client.WatchAsync<V1ConfigMap>(Kinds.ConfigMap, options with { ResourceVersion = pages[^1].ResourceVersion }, _deadline.Token))
        {
            Assert.Equal((WatchEventType.Deleted, "m-2"), (told.Type, told.Object.Metadata.Name));
            break;
        }
    }

    [Fact]
    public async Task Metadata_alone_is_listed_and_watched()
    {
        await _client.CreateAsync(EntityType.Of<V1Secret>(), new V1Secret { Metadata = Named("s"), StringData = Data("s3cret") }, default);
        var options = new ListOptions(_namespace, FieldSelector: "metadata.name=s", MetadataOnly: true);
        await foreach (var page in _client.ListAsync<ApiObject>(EntityType.Of<V1Secret>(), options, default)) Lean(page.Items.Single());
        await foreach (var told in _client.WatchAsync<ApiObject>(EntityType.Of<V1Secret>(), options, _deadline.Token))
        {
            Lean(told.Object);
            break;
        }

        static void Lean(ApiObject item)
        {
            Assert.Equal(("Secret", "s"), (item.Kind, item.Metadata.Name));
            Assert.Equal(["apiVersion", "kind", "metadata"], item.Root.EnumerateObject().Select(field => field.Name));
        }
    }

    [Fact]
    public async Task Leases_and_events_carry_times_to_the_microsecond()
    {
        var when = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).AddMicroseconds(9);
        var lease = new V1Lease { Metadata = Named("l"), Spec = new() { HolderIdentity = "me", LeaseDurationSeconds = 15, RenewTime = when, AcquireTime = when } };
        Assert.Equal(when, (await _client.CreateAsync(EntityType.Of<V1Lease>(), lease, default)).Spec!.RenewTime);
        var happened = new Corev1Event
        {
            Metadata = Named("e"), InvolvedObject = new() { Kind = "ConfigMap", Name = "m", NamespaceProperty = _namespace }, Type = "Normal", Reason = "Tested", Message = "x",
            EventTime = when, Count = 1, FirstTimestamp = when, ReportingComponent = "test.reasonops.io/x", ReportingInstance = "i", Action = "Test",
        };
        Assert.Equal(when, (await _client.CreateAsync(EntityType.Of<Corev1Event>(), happened, default)).EventTime);
    }

    [Fact]
    public async Task A_user_who_may_not_is_told_so()
    {
        using var nobody = new KubernetesClient(KubernetesConfiguration.FromFiles([shared.Plane.KubeConfigFor("nobody")]));
        var told = await Assert.ThrowsAsync<KubernetesException>(() => nobody.GetAsync<ApiObject>(Kinds.ConfigMap, _namespace, "m", default));
        Assert.True(told.IsForbidden);
        Assert.Contains("\"nobody\"", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_says_what_this_server_serves()
    {
        var served = await Kubernetes.Discovery.Discovery.ReadAsync(_client, default);
        Assert.Equal(shared.Plane.Version.Minor, served.Minor);
        Assert.True(served.Serves("v1", "Pod") && served.Serves("apps/v1", "Deployment") && served.Serves("coordination.k8s.io/v1", "Lease"));
        Assert.Equal(served.Minor >= 21, served.Serves("policy/v1", "PodDisruptionBudget"));
        Assert.False(served.Serves("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet"));
        Assert.Empty(served.Unread);
        Assert.Equal("ok", (string?)(await _client.GetRawAsync("/readyz", default))!["text"]);
    }

    private Task<ApiObject> ApplyAsync(string value) => _client.ApplyAsync(Kinds.ConfigMap, Map(value), "test", null, default);

    private JsonObject Map(string value)
    {
        var map = Kinds.Map("m", value);
        map["metadata"]!["namespace"] = _namespace;
        return map;
    }

    private V1ObjectMeta Named(string name) => new() { Name = name, Namespace = _namespace };

    private static Dictionary<string, string> Data(string value) => new() { ["x"] = value };
}
