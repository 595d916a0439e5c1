using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Defaulting;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.Snapshots;
using ReasonOps.Api.Tests.Manifests;
using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Api.Tests.VerifierPools;

public class VerifierSettingsTests
{
    private static VerifierPool Sample { get; } = Assert.Single(ManifestReader.Read(SampleTests.Sample("verifierpool.yaml")).Pools);

    [Fact]
    public void The_sample_becomes_settings_that_leave_nothing_out()
    {
        var settings = VerifierSettingsBuilder.Of(Sample);

        Assert.Equal(("sandboxes", IsolationMode.Landlock, 2, 256), (settings.Pool, settings.Isolation, settings.Workers, settings.Queue));
        Assert.Equal([CheckKind.Math, CheckKind.Python, CheckKind.JavaScript, CheckKind.Proof], settings.Checks);
        Assert.Equal((10.0, 20.0, 512L << 20, 64, 1L << 20, 16L << 20), (settings.Limits.Cpu.Span.TotalSeconds, settings.Limits.Wall.Span.TotalSeconds,
            settings.Limits.Memory, settings.Limits.Processes, settings.Limits.Output, settings.Limits.Files));
        Assert.Null(settings.KeyHashes);
    }

    [Fact]
    public void Keys_are_told_as_hashes_and_only_where_a_pool_asks_for_them() => Prop.ForAll(ValidPools.Pools, pool =>
        Assert.Equal(
            pool.Spec.Keys is null ? null : [SnapshotBuilder.HashKey("rk-1"), SnapshotBuilder.HashKey("rk-2")],
            VerifierSettingsBuilder.Of(pool, ["rk-1", " rk-1\n", "rk-2", " "]).KeyHashes)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_document_is_what_a_verifier_reads() => Assert.Equal("""
        {"pool":"sandboxes","checks":["Math","Python","JavaScript","Proof"],"limits":{"cpu":"10s","wall":"20s","memory":536870912,"processes":64,"output":1048576,"files":16777216},"isolation":"Landlock","workers":2,"queue":256}
        """, JsonNode.Parse(VerifierSettingsJson.Write(VerifierSettingsBuilder.Of(Sample)))!.ToJsonString());

    [Fact]
    public void Defaults_say_nothing_new_the_second_time() => Prop.ForAll(ValidPools.Pools, pool =>
    {
        var once = PoolDefaults.Apply(pool);
        Assert.Equal(Kinds.KindJson.Write(once), Kinds.KindJson.Write(PoolDefaults.Apply(once)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_pool_whose_keys_are_not_there_lets_nobody_pass() =>
        Assert.Equal([], VerifierSettingsBuilder.Of(Sample with { Spec = Sample.Spec with { Keys = new(new("callers")) } }).KeyHashes!);
}
