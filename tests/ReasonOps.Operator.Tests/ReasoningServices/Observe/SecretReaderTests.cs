using System.Collections.Concurrent;
using ReasonOps.Api.Kinds;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Observe;

public sealed class SecretReaderTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> SeenAsync(Workbench bench, string service, params SecretReference[] references)
    {
        var expected = references.Length;
        IReadOnlyDictionary<string, IReadOnlyList<string>> values = new Dictionary<string, IReadOnlyList<string>>();
        await Until.TrueAsync("they are seen", async () => (values = await bench.Secrets.ReadAsync(bench.Owner(service), references, default)).Count == expected);
        return values;
    }

    [Fact]
    public async Task Every_entry_is_a_key_or_the_named_one_alone_without_the_newline_of_its_file()
    {
        await using var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync("""
            apiVersion: v1
            kind: Secret
            metadata: {name: keys}
            stringData: {b: "rk-2\n", a: rk-1}
            """);
        var values = await SeenAsync(bench, "math", new("keys"), new("keys", "b"));
        Assert.Equal(["rk-1", "rk-2"], values["keys"]);
        Assert.Equal(["rk-2"], values["keys/b"]);
        Assert.Empty(await bench.Secrets.ReadAsync(bench.Owner("math"), [new("keys", "c"), new("other")], default));
    }

    [Fact]
    public async Task A_secret_is_fetched_once_a_version_and_only_when_a_service_names_it()
    {
        await using var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync(Manifests.Secret("keys"));
        await bench.ApplyAsync(Manifests.Secret("unrelated"));
        bench.Client.Forget();
        await SeenAsync(bench, "math", new SecretReference("keys"));
        await SeenAsync(bench, "math", new SecretReference("keys"));
        await SeenAsync(bench, "other", new SecretReference("keys"));
        Assert.Equal(["get Secret keys"], bench.Client.Asked.Where(asked => asked.StartsWith("get", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_change_is_told_to_those_that_name_it_and_to_no_others()
    {
        await using var bench = await Workbench.OpenAsync(shared.Plane);
        await bench.ApplyAsync(Manifests.Secret("keys"));
        await SeenAsync(bench, "a", new SecretReference("keys"));
        await SeenAsync(bench, "b", new SecretReference("keys"));
        await bench.Secrets.ReadAsync(bench.Owner("c"), [new("missing")], default);
        var told = new ConcurrentQueue<OwnerKey>();
        bench.Secrets.Changed += told.Enqueue;
        bench.Secrets.Forget(bench.Owner("b"));
        await bench.ApplyAsync(Manifests.Secret("keys", "rk-2"));
        await bench.ApplyAsync(Manifests.Secret("missing"));
        await bench.KubectlAsync("delete", "secret", "keys");
        await Until.TrueAsync("all three are told", () => told.Count == 3);
        Assert.Equal(["a", "c", "a"], told.Select(owner => owner.Key.Name));
        Assert.Empty(await bench.Secrets.ReadAsync(bench.Owner("a"), [new("keys")], default));
    }
}
