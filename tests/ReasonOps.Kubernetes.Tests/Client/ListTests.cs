using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Client;

public sealed class ListTests
{
    [Fact]
    public async Task Pages_follow_each_other_with_the_same_selectors()
    {
        await using var server = await ScriptedServer.StartAsync(
            Answers.Json(Answers.List(Answers.Map("a") + "," + Answers.Map("b"), "10", "to/the=next")), Answers.Json(Answers.List(Answers.Map("c"), "10")));
        using var client = server.Client();
        var pages = await PagesAsync<ApiObject>(client, new("team", "app=x,tier in (a,b)", "metadata.name!=z", Limit: 2));
        Assert.Equal(["a", "b", "c"], pages.SelectMany(page => page.Items).Select(item => item.Metadata.Name!));
        Assert.All(pages, page => Assert.Equal(("10", false), (page.ResourceVersion, page.StartsOver)));
        const string Selected = "/api/v1/namespaces/team/configmaps?labelSelector=app%3Dx%2Ctier%20in%20%28a%2Cb%29&fieldSelector=metadata.name%21%3Dz&limit=2";
        Assert.Equal([Selected, Selected + "&continue=to%2Fthe%3Dnext"], server.Seen.Select(seen => seen.Target));
    }

    [Fact]
    public async Task Items_say_what_they_are_though_the_server_leaves_it_out()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.List(Answers.Map("a"), "10")));
        using var client = server.Client();
        var raw = (await PagesAsync<ApiObject>(client, new())).Single().Items.Single();
        var typed = (await PagesAsync<V1ConfigMap>(client, new())).Single().Items.Single();
        Assert.Equal(("v1", "ConfigMap"), (raw.ApiVersion, raw.Kind));
        Assert.Equal(("v1", "ConfigMap"), (typed.ApiVersion, typed.Kind));
        Assert.Equal("1", typed.Data!["x"]);
    }

    [Fact]
    public async Task A_list_that_expired_on_its_way_starts_over_whole()
    {
        await using var server = await ScriptedServer.StartAsync(
            Answers.Json(Answers.List(Answers.Map("gone"), "10", "more")), Answers.Status(410, "Expired", "too old"),
            Answers.Json(Answers.List(Answers.Map("a") + "," + Answers.Map("b"), "90")));
        using var client = server.Client();
        var pages = await PagesAsync<ApiObject>(client, new());
        Assert.Equal([false, true], pages.Select(page => page.StartsOver));
        Assert.Equal("90", pages[1].ResourceVersion);
        Assert.Equal(2, pages[1].Items.Count);
        Assert.Equal("/api/v1/configmaps", server.Seen[2].Target); // without a limit it cannot expire
    }

    [Fact]
    public async Task An_expired_list_that_had_no_pages_is_told()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Status(410, "Expired", "too old"));
        using var client = server.Client();
        Assert.True((await Assert.ThrowsAsync<KubernetesException>(() => PagesAsync<ApiObject>(client, new()))).IsGone);
    }

    [Fact]
    public async Task One_object_that_does_not_fit_its_class_does_not_hide_the_others()
    {
        const string Wrong = """{"metadata":{"name":"wrong","namespace":"a"},"data":{"x":{"nested":[1,2]}}}""";
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.List(Answers.Map("a") + "," + Wrong + ",null," + Answers.Map("b"), "10")));
        using var client = server.Client();
        using var figures = new ClientFigures(client);
        var page = (await PagesAsync<V1ConfigMap>(client, new())).Single();
        Assert.Equal(["a", "b"], page.Items.Select(item => item.Metadata.Name!));
        Assert.Equal(2, figures.Unreadable("ConfigMap"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(9_000)]
    public async Task An_object_that_nests_without_reason_hides_nothing_but_itself(int depth)
    {
        var deep = $$"""{"metadata":{"name":"deep"},"data":{{string.Concat(Enumerable.Repeat("{\"a\":", depth))}}1{{new string('}', depth)}} }""";
        var list = Answers.List($"{Answers.Map("a")},{deep},{Answers.Map("b")}", "10");
        await using var server = await ScriptedServer.StartAsync(Answers.Json(list), Answers.Json(list), Answers.Lines(Answers.Event("ADDED", deep), Answers.Event("ADDED", Answers.Map("b"))), Answers.Json(deep));
        using var client = server.Client();
        Assert.Equal(["a", "b"], (await PagesAsync<ApiObject>(client, new())).Single().Items.Select(item => item.Metadata.Name!));
        Assert.Equal(["a", "b"], (await PagesAsync<V1ConfigMap>(client, new())).Single().Items.Select(item => item.Metadata.Name!));
        await foreach (var told in client.WatchAsync<ApiObject>(Kinds.ConfigMap, new(), default)) Assert.Equal("b", told.Object.Metadata.Name);
        await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "deep", default));
    }

    [Fact]
    public async Task Half_a_character_hides_nothing_but_its_object()
    {
        const string Half = """{"metadata":{"name":"half","labels":{"x":"\ud800"}},"data":{"y":"\udc00"}}""";
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.List($"{Half},{Answers.Map("b")}", "10")));
        using var client = server.Client();
        Assert.Equal("b", (await PagesAsync<ApiObject>(client, new())).Single().Items.Single().Metadata.Name);
        Assert.Equal("b", (await PagesAsync<V1ConfigMap>(client, new())).Single().Items.Single().Metadata.Name);
    }

    [Fact]
    public async Task Metadata_alone_is_kept_where_no_more_is_asked_for()
    {
        // As a server answers that does not know how to leave out the rest.
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.List(Answers.Map("a"), "10")));
        using var client = server.Client();
        var item = (await PagesAsync<ApiObject>(client, new(MetadataOnly: true))).Single().Items.Single();
        Assert.StartsWith("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", server.Seen[0].Headers.Accept.ToString(), StringComparison.Ordinal);
        Assert.Equal(["apiVersion", "kind", "metadata"], item.Root.EnumerateObject().Select(field => field.Name));
        Assert.Equal(("ConfigMap", "a"), (item.Kind, item.Metadata.Name));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"items\":[{}")]
    [InlineData("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[tru")]
    [InlineData("")]
    public async Task A_page_that_is_no_list_is_told(string text)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(text));
        using var client = server.Client();
        var told = await Assert.ThrowsAsync<KubernetesException>(() => PagesAsync<ApiObject>(client, new()));
        Assert.Equal("Unreadable", told.Reason);
    }

    [Fact]
    public async Task A_class_that_nobody_told_the_client_of_is_named_with_the_way_out()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Json(Answers.List("", "10")));
        using var client = server.Client();
        var told = await Assert.ThrowsAsync<ArgumentException>(() => PagesAsync<Stranger>(client, new()));
        Assert.Contains("Stranger is not in the JSON of this client; give its context in KubernetesClientOptions.Resolvers", told.Message, StringComparison.Ordinal);
    }

    private static async Task<List<ListPage<T>>> PagesAsync<T>(KubernetesClient client, ListOptions options) where T : class, IKubernetesObject
    {
        var pages = new List<ListPage<T>>();
        await foreach (var page in client.ListAsync<T>(Kinds.ConfigMap, options, default)) pages.Add(page);
        return pages;
    }

    private sealed record Stranger(string? ApiVersion, string? Kind, V1ObjectMeta Metadata) : IKubernetesObject;
}
