using System.Net;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.ControlPlane.Tests;

public class FaultProxyTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private FaultProxy _proxy = null!;
    private HttpClient _client = null!;
    private string _namespace = "";

    private string ConfigMaps => $"api/v1/namespaces/{_namespace}/configmaps";

    public async Task InitializeAsync()
    {
        _proxy = await FaultProxy.StartAsync(shared.Plane);
        _client = shared.Plane.CreateHttpClient();
        _client.BaseAddress = _proxy.ServerUri;
        _client.Timeout = Patience;
        _namespace = await shared.Plane.CreateNamespaceAsync();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Requests_are_told_by_verb_and_resource()
    {
        var kubectl = new Kubectl(_proxy.KubeConfigPath);
        await kubectl.ApplyAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}", _namespace);
        await kubectl.RunAsync("apply", "--server-side", "-n", _namespace, "-f", await FileAsync("{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}"));
        await kubectl.RunAsync("get", "configmaps", "-n", _namespace);
        await kubectl.RunAsync("delete", "configmap", "a", "-n", _namespace, "--wait=false");
        var about = _proxy.Requests.Where(request => request.Resource == "configmaps").Select(request => $"{request.Verb} {request.Name}").ToList();
        Assert.Equal(["get a", "create ", "apply b", "list ", "delete a"], about);
        Assert.All(_proxy.Requests.Where(request => request.Resource == "configmaps"), request => Assert.Equal(_namespace, request.Namespace));
        Assert.Equal("kubectl", _proxy.Requests.Single(request => request.Verb == "apply").FieldManager);
    }

    [Fact]
    public async Task A_fault_meets_as_many_as_it_should_and_the_server_hears_nothing()
    {
        var rule = _proxy.Inject(new Fault.Answer(HttpStatusCode.TooManyRequests, RetryAfter: TimeSpan.FromSeconds(3)), request => request.Is("create", "configmaps"), 2);
        for (var i = 0; i < 2; i++)
        {
            using var refused = await CreateAsync("a");
            Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(3)), (refused.StatusCode, refused.Headers.RetryAfter!.Delta));
        }
        using var created = await CreateAsync("a");
        Assert.Equal((HttpStatusCode.Created, 2), (created.StatusCode, rule.Hits));
    }

    [Fact]
    public async Task An_answer_is_lost_after_the_server_did_the_work()
    {
        using (_proxy.Inject(new Fault.BreakAfter(), request => request.Verb == "create"))
            await Assert.ThrowsAsync<HttpRequestException>(() => CreateAsync("a"));
        using var again = await CreateAsync("a");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task A_broken_request_never_arrives()
    {
        using (_proxy.Inject(new Fault.Break(), request => request.Verb == "create"))
            await Assert.ThrowsAsync<HttpRequestException>(() => CreateAsync("a"));
        using var again = await CreateAsync("a");
        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
    }

    [Fact]
    public async Task Something_may_happen_between_the_work_and_its_answer()
    {
        HttpStatusCode? seen = null;
        _proxy.Inject(new Fault.Then(async _ => seen = (await shared.Plane.Client.GetAsync($"{ConfigMaps}/a")).StatusCode), request => request.Verb == "create");
        (await CreateAsync("a")).Dispose();
        Assert.Equal(HttpStatusCode.OK, seen);
    }

    [Fact]
    public async Task Events_of_a_watch_are_dropped_and_doubled()
    {
        _proxy.Inject(new Fault.Events(line => line.Name switch { "lost" => 0, "twice" => 2, _ => 1 }), request => request.Verb == "watch");
        using var watch = await WatchAsync();
        foreach (var name in new[] { "lost", "twice", "last" }) (await CreateAsync(name)).Dispose();
        var names = new List<string>();
        while (!names.Contains("last")) names.Add(await NextNameAsync(watch));
        Assert.Equal(["twice", "twice", "last"], names.Where(name => name is "lost" or "twice" or "last"));
    }

    [Fact]
    public async Task Watches_are_cut()
    {
        using var watch = await WatchAsync();
        Assert.Equal(1, _proxy.CutWatches(request => request.Resource == "configmaps"));
        await Assert.ThrowsAnyAsync<IOException>(async () => { while (await LineAsync(watch) is not null) { } });
        await Until.TrueAsync("no watch is open", () => _proxy.Watches.Count == 0);
    }

    [Fact]
    public async Task Watches_are_told_that_they_expired()
    {
        using var watch = await WatchAsync();
        Assert.Equal(1, _proxy.ExpireWatches());
        var line = "";
        while (await LineAsync(watch) is { } next) line = next;
        Assert.Contains("\"type\":\"ERROR\"", line);
        Assert.Contains("\"code\":410", line);
    }

    private async Task<HttpResponseMessage> CreateAsync(string name)
    {
        using var body = new StringContent($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}"}}""", null, "application/json");
        return await _client.PostAsync(ConfigMaps, body);
    }

    private async Task<StreamReader> WatchAsync() => new(await _client.GetStreamAsync($"{ConfigMaps}?watch=true"));

    private static async Task<string?> LineAsync(StreamReader watch)
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await watch.ReadLineAsync(deadline.Token);
    }

    private static async Task<string> NextNameAsync(StreamReader watch) =>
        (string)System.Text.Json.Nodes.JsonNode.Parse((await LineAsync(watch))!)!["object"]!["metadata"]!["name"]!;

    private async Task<string> FileAsync(string text)
    {
        var path = Path.Combine(shared.Plane.Folder, $"{Guid.NewGuid():n}.yaml");
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
