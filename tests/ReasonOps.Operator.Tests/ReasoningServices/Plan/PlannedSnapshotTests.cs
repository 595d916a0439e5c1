using ReasonOps.Api.Snapshots;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Planning;

public sealed class PlannedSnapshotTests
{
    [Fact]
    public void A_tenant_whose_secret_is_missing_is_there_without_a_key()
    {
        var plan = With(("free-keys", ["rk-free"]), ("pro-keys", []));

        Assert.Equal([("free", 1), ("pro", 0), ("research", 0)], plan.Snapshot.Tenants.Select(tenant => (tenant.Name, tenant.KeyHashes.Count)));
        Assert.Equal(
        [
            new Remark(true, "TenantKeysMissing", "tenant pro takes its keys from secret pro-keys, which holds none; create it with one entry a key"),
            new Remark(true, "TenantKeysMissing", "tenant research takes its keys from secret research-keys, which holds none; create it with one entry a key"),
        ], plan.Remarks);
    }

    [Fact]
    public void A_key_of_two_tenants_opens_neither_and_their_others_still_do()
    {
        var plan = With(("free-keys", ["same"]), ("pro-keys", ["same", "own"]), ("research-keys", ["rk"]));

        Assert.Equal([], plan.Snapshot.Tenants[0].KeyHashes);
        Assert.Equal([SnapshotBuilder.HashKey("own")], plan.Snapshot.Tenants[1].KeyHashes);
        Assert.Equal(
            [new Remark(true, "TenantKeysShared", "tenants free and pro hold the same key; every key belongs to one tenant; until then it opens neither")], plan.Remarks);
    }

    [Fact]
    public void An_empty_entry_is_told_and_a_last_newline_is_not_part_of_a_key()
    {
        var plan = With(("free-keys", ["rk-free\n", " "]), ("pro-keys", ["p"]), ("research-keys", ["r"]));

        Assert.Equal([SnapshotBuilder.HashKey("rk-free")], plan.Snapshot.Tenants[0].KeyHashes);
        Assert.Contains("where one is empty", Assert.Single(plan.Remarks).Message);
    }

    [Theory]
    [InlineData("{name: engine-key}", "engine-key", new[] { "sk" }, "sk", null)]
    [InlineData("{name: engine-key, key: a}", "engine-key/a", new[] { "sk\n" }, "sk", null)]
    [InlineData("{name: engine-key}", "other", new[] { "sk" }, null, "which holds none; create it, or take keySecretRef away")]
    [InlineData("{name: engine-key}", "engine-key", new[] { "a", "b" }, null, "which holds 2; name one with keySecretRef.key")]
    public void An_endpoint_takes_the_one_key_of_its_secret(string reference, string secret, string[] values, string? key, string? says)
    {
        var service = TestServices.Of($$"""
              model: {name: m}
              engine: {endpoints: [{url: "http://a:8000/v1"}, {url: "http://b:8000/v1", keySecretRef: {{reference}} }]}
            """);
        var plan = TestServices.Plan(service, TestServices.World with { Secrets = new Dictionary<string, IReadOnlyList<string>> { ["research-keys"] = ["r"], [secret] = values } });

        Assert.Equal([null, key], plan.Snapshot.Engines.Fixed.Select(target => target.Key));
        Assert.Equal(says is null ? [] : ["EndpointKeyMissing"], plan.Remarks.Select(remark => remark.Reason));
        Assert.All(plan.Remarks, remark => Assert.StartsWith("spec.engine.endpoints[1] takes its key from secret ", remark.Message));
        Assert.All(plan.Remarks, remark => Assert.EndsWith(says!, remark.Message));
        Assert.Null(plan.Snapshot.Engines.Dns);
    }

    [Fact]
    public void Engines_are_found_by_their_service() => Assert.Equal(
        "http://math-engine.team-a.svc.example.org:8000/v1",
        TestServices.Plan(TestServices.Arithmetic, options: new("reasonops:1", "example.org")).Snapshot.Engines.Dns);

    private static ServicePlan With(params (string Name, string[] Keys)[] secrets) => TestServices.Plan(
        TestServices.Arithmetic, TestServices.World with { Secrets = secrets.ToDictionary(each => each.Name, each => (IReadOnlyList<string>)each.Keys) });
}
