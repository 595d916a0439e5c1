using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Client;

public sealed class VerbTests
{
    private const string Path = "/api/v1/namespaces/a/configmaps";

    [Fact]
    public async Task Apply_sends_the_whole_object_as_one_manager_by_force()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.Map("m")));
        using var client = server.Client();
        await client.ApplyAsync(Kinds.ConfigMap, Kinds.Map("m", "ä\""), "reasonops/status", "status", default);
        var seen = server.Seen.Single();
        Assert.Equal(("PATCH", $"{Path}/m/status?fieldManager=reasonops%2Fstatus&force=true"), (seen.Method, seen.Target));
        Assert.Equal("application/apply-patch+yaml", seen.Headers.ContentType);
        Assert.True(JsonNode.DeepEquals(Kinds.Map("m", "ä\""), JsonNode.Parse(seen.Body)));
    }

    [Fact]
    public async Task Apply_without_a_name_is_refused_before_anything_is_sent()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.Map("m")));
        using var client = server.Client();
        var told = await Assert.ThrowsAsync<ArgumentException>(() => client.ApplyAsync(Kinds.ConfigMap, new() { ["metadata"] = "x" }, "test", null, default));
        Assert.Contains("metadata.name is missing", told.Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Create_and_replace_send_the_object_without_what_it_lacks()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.Map("m")));
        using var client = server.Client();
        var map = new V1ConfigMap { Metadata = new() { Name = "m", Namespace = "a", ResourceVersion = "3" } };
        await client.CreateAsync(Kinds.ConfigMap, map, default);
        await client.ReplaceAsync(Kinds.ConfigMap, map, default);
        Assert.Equal([("POST", Path), ("PUT", $"{Path}/m")], server.Seen.Select(seen => (seen.Method, seen.Target)));
        Assert.All(server.Seen, seen => Assert.Equal("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"a","resourceVersion":"3"}}""", seen.Body));
    }

    [Fact]
    public async Task Patch_is_a_merge()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.Map("m")));
        using var client = server.Client();
        await client.PatchAsync(Kinds.ConfigMap, "a", "m", new() { ["metadata"] = new JsonObject { ["finalizers"] = null } }, null, default);
        var seen = server.Seen.Single();
        Assert.Equal(("PATCH", $"{Path}/m", "application/merge-patch+json"), (seen.Method, seen.Target, seen.Headers.ContentType.ToString()));
        Assert.Equal("""{"metadata":{"finalizers":null}}""", seen.Body);
    }

    [Fact]
    public async Task Delete_goes_in_the_background_and_means_that_very_object()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json("{}"));
        using var client = server.Client();
        Assert.True(await client.DeleteAsync(Kinds.ConfigMap, "a", "m", "u-1", default));
        var seen = server.Seen.Single();
        Assert.Equal(("DELETE", $"{Path}/m"), (seen.Method, seen.Target));
        Assert.Equal("""{"apiVersion":"v1","kind":"DeleteOptions","propagationPolicy":"Background","preconditions":{"uid":"u-1"}}""", seen.Body);
    }

    [Fact]
    public async Task What_is_not_there_is_null_or_false()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Status(404, "NotFound", "not there"));
        using var client = server.Client();
        Assert.Null(await client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
        Assert.Null(await client.PatchAsync(Kinds.ConfigMap, "a", "m", [], null, default));
        Assert.Null(await client.GetRawAsync("/apis", default));
        Assert.False(await client.DeleteAsync(Kinds.ConfigMap, "a", "m", null, default));
        // A missing namespace, or a kind that is not served, is another matter.
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(Kinds.ConfigMap, Kinds.Map("m"), "t", null, default))).IsNotFound);
    }

    [Fact]
    public async Task A_servers_path_is_kept_and_names_are_escaped()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.Map("m")));
        using var client = new KubernetesClient(new() { Server = new(server.Url, "/k8s/clusters/c-1/") });
        await client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "x/../y?z", default);
        await client.GetRawAsync("/version", default);
        Assert.Equal([$"/k8s/clusters/c-1{Path}/x%2F..%2Fy%3Fz", "/k8s/clusters/c-1/version"], server.Seen.Select(seen => seen.Target));
    }

    [Fact]
    public async Task A_proxy_is_gone_through_with_its_password()
    {
        await using var proxy = await ScriptedServer.StartAsync(
            context =>
            {
                context.Response.Headers.ProxyAuthenticate = "Basic realm=\"p\"";
                return Answers.Json("", 407)(context);
            }, Answers.Json(Answers.Map("m")));
        using var client = new KubernetesClient(new() { Server = new("http://cluster.invalid"), Proxy = new($"http://me:p%40ss@{proxy.Url.Authority}") });
        await client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default);
        Assert.Equal("cluster.invalid", proxy.Seen[1].Headers.Host);
        Assert.Equal("Basic " + Convert.ToBase64String("me:p@ss"u8), proxy.Seen[1].Headers.ProxyAuthorization.ToString());
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await ScriptedServer.StartAsync(Answers.Json(Answers.Map("m")));
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Redirect(elsewhere.Url.AbsoluteUri);
            return Task.CompletedTask;
        });
        using var client = new KubernetesClient(new() { Server = server.Url, Credential = ReasonOps.Kubernetes.Configuration.Credential.Token("t") });
        var told = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
        Assert.Equal(302, (int?)told.Status);
        Assert.Empty(elsewhere.Seen);
    }

    [Fact]
    public async Task What_is_no_json_comes_as_text()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json("ok"));
        using var client = server.Client();
        Assert.Equal("ok", (string?)(await client.GetRawAsync("/readyz", default))!["text"]);
    }

    [Fact]
    public async Task Every_request_is_counted_by_verb_kind_and_status()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Status(503, "ServiceUnavailable", "soon"), Answers.Json(Answers.Map("m")));
        using var client = server.Client();
        using var figures = new ClientFigures(client);
        await client.ApplyAsync(Kinds.ConfigMap, Kinds.Map("m"), "test", "status", default);
        await client.DeleteAsync(Kinds.ConfigMap, "a", "m", null, default);
        Assert.Equal(1, figures.Requests("apply", "ConfigMap", "503", "status"));
        Assert.Equal(1, figures.Requests("apply", "ConfigMap", "200", "status"));
        Assert.Equal(1, figures.Requests("delete", "ConfigMap", "200"));
        Assert.Equal(2, figures.Durations("apply"));
    }

    [Fact]
    public async Task Requests_beyond_the_burst_come_at_the_rate_that_was_asked_for()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.Map("m")));
        using var client = server.Client(new() { QueriesPerSecond = 20, Burst = 5 });
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 15).Select(_ => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default)));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.4, 10); // ten of them wait, a twentieth of a second each
        Assert.Equal(15, server.Seen.Count);
    }

    [Fact]
    public async Task Watches_are_not_held_up_by_the_rate()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(""));
        using var client = server.Client(new() { QueriesPerSecond = 1, Burst = 1 });
        for (var i = 0; i < 20; i++)
            await foreach (var _ in client.WatchAsync<ApiObject>(Kinds.ConfigMap, new(), default)) Assert.Fail("nothing happened");
        Assert.Equal(20, server.Seen.Count);
    }
}
