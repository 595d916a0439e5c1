using Microsoft.AspNetCore.Http;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Discovery;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Discovery;

public sealed class DiscoveryTests
{
    private static readonly Dictionary<string, string> Walked = new()
    {
        ["/version"] = """{"major":"1","minor":"20+"}""",
        ["/api"] = """{"kind":"APIVersions","versions":["v1"]}""",
        ["/api/v1"] = """{"resources":[{"name":"pods","kind":"Pod"},{"name":"pods/eviction","kind":"Eviction"},{"name":"services","kind":"Service"}]}""",
        ["/apis"] = """{"groups":[{"name":"apps","versions":[{"groupVersion":"apps/v1"}]},{"name":"metrics.k8s.io","versions":[{"groupVersion":"metrics.k8s.io/v1beta1"}]}]}""",
        ["/apis/apps/v1"] = """{"resources":[{"name":"deployments","kind":"Deployment"},{"name":"deployments/scale","kind":"Scale"}]}""",
        ["/apis/metrics.k8s.io/v1beta1"] = """{"resources":[{"name":"pods","kind":"PodMetrics"}]}""",
    };

    private static readonly Dictionary<string, string> Aggregated = new()
    {
        ["/version"] = """{"major":"1","minor":"36"}""",
        ["/api"] = """
            {"kind":"APIGroupDiscoveryList","items":[{"metadata":{"creationTimestamp":null},"versions":[{"version":"v1","freshness":"Current","resources":[
            {"resource":"pods","responseKind":{"group":"","version":"","kind":"Pod"},"subresources":[{"subresource":"eviction","responseKind":{"kind":"Eviction"}}]}]}]}]}
            """,
        ["/apis"] = """
            {"kind":"APIGroupDiscoveryList","items":[
            {"metadata":{"name":"apps"},"versions":[{"version":"v1","resources":[{"resource":"deployments","responseKind":{"kind":"Deployment"},"subresources":[{"subresource":"scale","responseKind":{"kind":"Scale"}}]}]}]},
            {"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]},
            {"metadata":{"name":"custom.metrics.k8s.io"},"versions":[{"version":"v1","freshness":"Stale","resources":[{"resource":"x","responseKind":{"kind":"Metric"}},{"resource":"y"}]}]}]}
            """,
    };

    [Fact]
    public async Task One_group_after_the_other_is_asked_where_the_server_knows_no_better()
    {
        await using var server = await ScriptedServer.StartAsync(Serve(Walked));
        var served = await ReadAsync(server);
        Assert.Equal(["apps/v1/Deployment", "metrics.k8s.io/v1beta1/PodMetrics", "v1/Pod", "v1/Service"], served.Kinds.Order(StringComparer.Ordinal));
        Assert.Equal(20, served.Minor);
        Assert.Empty(served.Unread);
        Assert.True(served.Serves("v1", "Pod"));
        Assert.False(served.Serves("v1", "Eviction"));
    }

    [Fact]
    public async Task Three_requests_do_where_discovery_is_aggregated()
    {
        await using var server = await ScriptedServer.StartAsync(Serve(Aggregated));
        var served = await ReadAsync(server);
        Assert.Equal(["apps/v1/Deployment", "custom.metrics.k8s.io/v1/Metric", "v1/Pod"], served.Kinds.Order(StringComparer.Ordinal));
        Assert.Equal(["metrics.k8s.io/v1beta1"], served.Unread);
        Assert.Equal(36, served.Minor);
        Assert.Equal(["/version", "/api", "/apis"], server.Seen.Select(seen => seen.Target));
        Assert.All(server.Seen.Skip(1), seen => Assert.StartsWith("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,", seen.Headers.Accept.ToString(), StringComparison.Ordinal));
        Assert.Equal("application/json", server.Seen[0].Headers.Accept);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(404)]
    public async Task A_broken_group_of_another_server_leaves_the_rest(int status)
    {
        await using var server = await ScriptedServer.StartAsync(Serve(Walked, "/apis/metrics.k8s.io/v1beta1", Answers.Status(status, "Because", "broken")));
        var served = await ReadAsync(server);
        Assert.Equal(["metrics.k8s.io/v1beta1"], served.Unread);
        Assert.True(served.Serves("apps/v1", "Deployment"));
    }

    [Fact]
    public async Task A_server_that_breaks_off_is_not_one_that_serves_less()
    {
        await using var server = await ScriptedServer.StartAsync(Serve(Walked, "/apis/apps/v1", Answers.Cut));
        await Assert.ThrowsAsync<KubernetesException>(() => ReadAsync(server));
    }

    [Fact]
    public async Task A_group_that_is_not_ours_to_read_is_told()
    {
        await using var server = await ScriptedServer.StartAsync(Serve(Walked, "/apis/apps/v1", Answers.Status(403, "Forbidden", "not yours")));
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => ReadAsync(server))).IsForbidden);
    }

    [Fact]
    public async Task What_is_no_api_server_is_told()
    {
        await using var nothing = await ScriptedServer.StartAsync(Answers.Status(404, "NotFound", "no"));
        Assert.Contains("/version is not served: this is no Kubernetes API server", (await Assert.ThrowsAsync<KubernetesException>(() => ReadAsync(nothing))).Message, StringComparison.Ordinal);
        await using var odd = await ScriptedServer.StartAsync(Answers.Json("<html>"));
        Assert.Contains("calls the minor version \"\"", (await Assert.ThrowsAsync<KubernetesException>(() => ReadAsync(odd))).Message, StringComparison.Ordinal);
    }

    private static RequestDelegate Serve(Dictionary<string, string> answers, string? except = null, RequestDelegate? other = null) => context =>
        context.Request.Path == except ? other!(context) : Answers.Json(answers[context.Request.Path!])(context);

    private static async Task<ServedKinds> ReadAsync(ScriptedServer server)
    {
        using var client = server.Client();
        return await Kubernetes.Discovery.Discovery.ReadAsync(client, default);
    }
}
