using System.Text;
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
    public void What_is_written_reads_back_the_same() => Prop.ForAll(ValidPools.All, pool =>
    {
        var settings = VerifierSettingsBuilder.Of(pool, ["rk-1", " rk-1\n", "rk-2"]);
        var written = VerifierSettingsJson.Write(settings);
        Assert.Equal(written, VerifierSettingsJson.Write(VerifierSettingsJson.Read(written)));
        Assert.Equal(pool.Spec.Keys is null ? null : [SnapshotBuilder.HashKey("rk-1"), SnapshotBuilder.HashKey("rk-2")], settings.KeyHashes);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Defaults_say_nothing_new_the_second_time() => Prop.ForAll(ValidPools.All, pool =>
    {
        var once = PoolDefaults.Apply(pool);
        Assert.Equal(Kinds.KindJson.Write(once), Kinds.KindJson.Write(PoolDefaults.Apply(once)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_pool_whose_keys_are_not_there_lets_nobody_pass() =>
        Assert.Equal([], VerifierSettingsBuilder.Of(Sample with { Spec = Sample.Spec with { Keys = new(new("callers")) } }).KeyHashes!);

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("null", "null")]
    [InlineData("[]", "line 1")]
    [InlineData("{\n\"pool\": \"a\"}", "checks")]
    [InlineData("{\n\"pool\": 5}", "line 2")]
    public void A_document_that_is_none_is_told_so(string text, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => VerifierSettingsJson.Read(Encoding.UTF8.GetBytes(text))).Message, StringComparison.Ordinal);
}
