using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Defaulting;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Api.Tests.Manifests;

namespace ReasonOps.Api.Tests.Snapshots;

public class SnapshotTests
{
    private static readonly EngineTargets Engines = new() { Runtime = "onnx", Fixed = [new EngineTarget("http://127.0.0.1:9000/v1")] };

    [Fact]
    public void A_valid_service_survives_writing_and_reading() =>
        Prop.ForAll(ValidServices.All, service =>
        {
            var written = KindJson.Write(service);
            var read = ManifestReader.Read(written);
            Assert.Equal([], read.Errors);
            Assert.Equal(KindJson.Write(ServiceDefaults.Apply(service)), KindJson.Write(Assert.Single(read.Services)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_service_with_its_defaults_is_as_valid_and_has_no_more_of_them() =>
        Prop.ForAll(ValidServices.All, service =>
        {
            var filled = KindJson.Write(ServiceDefaults.Apply(service));
            var read = ManifestReader.Read(filled);
            Assert.Equal([], read.Errors);
            Assert.Equal(filled, KindJson.Write(Assert.Single(read.Services)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_valid_service_gives_a_snapshot_with_hashed_keys_and_ordered_bounds() =>
        Prop.ForAll(ValidServices.All, service =>
        {
            var keys = service.Spec.Tenants.ToDictionary(tenant => tenant.Keys.SecretRef.Name, tenant => (IReadOnlyList<string>)[$"rk-plain-{tenant.Name}"]);
            var json = SnapshotJson.Write(SnapshotBuilder.Build(service, keys, Engines));
            Assert.DoesNotContain("rk-plain", Encoding.UTF8.GetString(json), StringComparison.Ordinal);

            var snapshot = SnapshotJson.Read(json);
            Assert.Equal(json, SnapshotJson.Write(snapshot));
            Assert.All(snapshot.Tenants, tenant =>
            {
                Assert.Equal([SnapshotBuilder.HashKey($"rk-plain-{tenant.Name}")], tenant.KeyHashes);
                Assert.Equal(tenant.Strategy, tenant.Strategies[0]);
                Assert.InRange(tenant.Votes.Default, 1, tenant.Votes.Max);
                Assert.InRange(tenant.ReasoningTokens.Default, 1, tenant.ReasoningTokens.Max);
                Assert.True(tenant.DeadlineSeconds > 0);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_arithmetic_sample_becomes_the_snapshot_its_tenants_were_promised()
    {
        var snapshot = SnapshotBuilder.Build(Arithmetic(), Keys("rk-a", "rk-b", "rk-c"), Engines);

        Assert.Equal((1, "math", "math"), (snapshot.Version, snapshot.Service, snapshot.Model));
        Assert.Equal(new AnswerFormatSnapshot("Whole"), snapshot.AnswerFormat);
        var (free, pro, research) = (snapshot.Tenants[0], snapshot.Tenants[1], snapshot.Tenants[2]);
        Assert.Equal((new Bounded(1, 1), new Bounded(24, 24), "SingleChain", 8, 30.0), (free.Votes, free.ReasoningTokens, free.Strategy, free.AnswerTokens, free.DeadlineSeconds));
        Assert.Equal(["MajorityVote", "SingleChain"], pro.Strategies);
        Assert.Equal(new PriceSnapshot(0.10m, 0.40m, 0.40m), pro.Price);
        Assert.Equal((new Bounded(16, 16), new StopSnapshot("Beta", 0.95, 5), "ForceAnswer", 3), (research.Votes, research.Stop, research.WhenSpent, research.Share));
        Assert.Null(free.Price);
        Assert.Equal(new LimitsSnapshot(600, null, 8, 1_000_000), free.Limits);
    }

    [Fact]
    public void A_tenant_has_what_it_says_of_strategies_and_takes_the_rest_from_the_service()
    {
        var read = ManifestReader.Read(BadManifestTests.Right
            .Replace("strategy: {kind: MajorityVote,", "strategy: {kind: MajorityVote, minReasoningTokens: 9, search: {beams: 7, depth: 3}, confidence: {keep: 0.25},", StringComparison.Ordinal)
            .Replace("votes: {default: 5, max: 8}", "search: {beams: 2, exploration: 0.5}, reward: {by: Outcome, aggregate: Min}, cascade: {then: BestOfN}", StringComparison.Ordinal)
            .Replace("    strategies: [MajorityVote, SingleChain]\n    search", "    strategies: [MajorityVote, Cascade]\n    search", StringComparison.Ordinal)
            .Replace("exploration: 0.5}, reward: {by: Outcome, aggregate: Min}, cascade: {then: BestOfN}", "exploration: 0.5}\n    reward: {by: Outcome, aggregate: Min}\n    cascade: {then: BestOfN}", StringComparison.Ordinal)
            + "  scoring: {outcome: {uri: embedded://arithmetic-reward}}\n");
        Assert.Equal([], read.Errors);
        var keys = new Dictionary<string, IReadOnlyList<string>> { ["free-keys"] = ["rk-a"], ["pro-keys"] = ["rk-b"] };

        var snapshot = SnapshotBuilder.Build(read.Services[0], keys, Engines);

        Assert.Equal(["\n\n"], snapshot.Steps!);
        var (free, pro) = (snapshot.Tenants[0].Settings, snapshot.Tenants[1].Settings);
        // Strategies that need no settings get none: a thousand tenants have to fit into one Secret.
        Assert.Equal(new StrategySnapshot { MinReasoningTokens = 9 }, free);
        Assert.Equal((9, new SearchSnapshot(2, 3, 1, 4, 0.5, 4), new RewardSnapshot("Min", "Outcome"), new CascadeSnapshot("MajorityVote", 3, 0.67, "BestOfN")), (pro.MinReasoningTokens, pro.Search, pro.Reward, pro.Cascade));
        Assert.Equal(new ConfidenceSnapshot(128, 4, 0.25), pro.Confidence);
        Assert.Equal([new(0.99, "MajorityVote", 4), new(0.5, "MajorityVote", 8), new(0, "WeightedVote", 16)], pro.Table!);
    }

    [Fact]
    public void A_key_is_known_by_its_sha256() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", SnapshotBuilder.HashKey("abc"));

    [Fact]
    public void A_missing_secret_and_a_shared_key_are_refused_without_showing_a_key()
    {
        var missing = Assert.Throws<InvalidSnapshotException>(() => SnapshotBuilder.Build(Arithmetic(), new Dictionary<string, IReadOnlyList<string>>(), Engines));
        var shared = Assert.Throws<InvalidSnapshotException>(() => SnapshotBuilder.Build(Arithmetic(), Keys("rk-a", "rk-a", "rk-c"), Engines));

        Assert.Equal("tenant free takes its keys from secret free-keys, which holds none", missing.Message);
        Assert.Equal("tenants free and pro hold the same key; every key belongs to one tenant", shared.Message);
    }

    [Theory]
    [InlineData("", "line 1 is not JSON")]
    [InlineData("{", "line 1 is not JSON")]
    [InlineData("null", "it has no version; this gateway reads version 1")]
    [InlineData("[]", "it has no version; this gateway reads version 1")]
    [InlineData("{}", "it has no version; this gateway reads version 1")]
    [InlineData("""{"version": 2, "anything": "else"}""", "version is 2; this gateway reads version 1")]
    [InlineData("""{"version": "1"}""", "version is not a number; this gateway reads version 1")]
    [InlineData("""{"version": 1}""", "has a field of another type or lacks one")]
    [InlineData("""{"version": 1, "service": "s", "model": "m", "engines": {"runtime": "onnx"}, "answerFormat": {"kind": "Whole"}, "tenants": [null]}""", "an engine, a tenant, a step or a row is null")]
    public void A_snapshot_that_is_none_is_told_why(string json, string why) =>
        Assert.Contains(why, Assert.Throws<InvalidSnapshotException>(() => SnapshotJson.Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_snapshot_broken_next_to_a_key_does_not_repeat_it()
    {
        var json = """{"version": 1, "engines": {"runtime": "onnx", "fixed": [{"url": "http://h/v1", "key": "sk-secret" oops}]}}""";

        Assert.DoesNotContain("sk-", Assert.Throws<InvalidSnapshotException>(() => SnapshotJson.Read(Encoding.UTF8.GetBytes(json))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_snapshot_leaves_out_gets_its_default()
    {
        var json = """
            {"version": 1, "service": "s", "model": "m", "engines": {"runtime": "onnx"}, "answerFormat": {"kind": "Whole"}, "tenants": [
              {"name": "t", "keyHashes": [], "strategy": "SingleChain", "strategies": ["SingleChain"], "votes": {"default": 1, "max": 1}, "stop": {"rule": "None"},
               "reasoningTokens": {"default": 1, "max": 1}, "answerTokens": 1, "deadlineSeconds": 1, "whenSpent": "Fail"}]}
            """;

        var snapshot = SnapshotJson.Read(Encoding.UTF8.GetBytes(json));

        Assert.Empty(snapshot.Engines.Fixed);
        Assert.Equal((new LimitsSnapshot(), 1, 0.95), (snapshot.Tenants[0].Limits, snapshot.Tenants[0].Share, snapshot.Tenants[0].Stop.Confidence));
    }

    private static ReasoningService Arithmetic() => Assert.Single(ManifestReader.Read(SampleTests.Sample("arithmetic.yaml")).Services);

    private static Dictionary<string, IReadOnlyList<string>> Keys(string free, string pro, string research) =>
        new() { ["free-keys"] = [free], ["pro-keys"] = [pro], ["research-keys"] = [research] };
}
