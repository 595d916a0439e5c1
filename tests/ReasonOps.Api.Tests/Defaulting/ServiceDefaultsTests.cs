using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Tests.Defaulting;

public class ServiceDefaultsTests
{
    [Fact]
    public void The_shortest_manifest_has_a_default_for_everything_else()
    {
        var spec = Read("embedded://arithmetic", "{name: me, keys: {secretRef: {name: my-keys}}}");

        Assert.Equal((RuntimeKind.Onnx, 16384), (spec.Engine!.Runtime, spec.Engine.KeyValueTokens));
        Assert.Equal(AnswerFormatKind.Boxed, spec.Model.AnswerFormat!.Kind);
        Assert.Equal((StrategyKind.SingleChain, 1, StopRule.None), (spec.Strategy!.Kind, spec.Strategy.Votes, spec.Strategy.Stop!.Rule));
        Assert.Equal((8192, 1024, "2m", WhenSpent.ForceAnswer), (spec.Budget!.ReasoningTokens, spec.Budget.AnswerTokens, spec.Budget.Deadline.ToString(), spec.Budget.WhenSpent));
        Assert.Equal((1, 1), (spec.Replicas, spec.Gateway!.Replicas));
        Assert.Null(spec.Autoscaling);
        var me = spec.Tenants[0];
        Assert.Equal((StrategyKind.SingleChain, new(1, 1), new(8192, 8192), 1), (me.Strategy, me.Votes, me.Budget!.ReasoningTokens, me.Share));
    }

    [Fact]
    public void A_model_of_a_hub_runs_on_vllm() => Assert.Equal(RuntimeKind.Vllm, Read("hf://owner/name", "{name: me, keys: {secretRef: {name: k}}}").Engine!.Runtime);

    [Theory]
    [InlineData("", StrategyKind.SingleChain, 1, 1)]
    [InlineData("strategies: [MajorityVote], ", StrategyKind.MajorityVote, 5, 5)]
    [InlineData("strategies: [MajorityVote, SingleChain], ", StrategyKind.SingleChain, 5, 5)]
    [InlineData("strategy: MajorityVote, ", StrategyKind.MajorityVote, 5, 5)]
    [InlineData("strategies: [MajorityVote], votes: {max: 3}, ", StrategyKind.MajorityVote, 3, 3)]
    [InlineData("strategies: [MajorityVote], votes: {max: 9}, ", StrategyKind.MajorityVote, 5, 9)]
    [InlineData("strategies: [MajorityVote], votes: {default: 9}, ", StrategyKind.MajorityVote, 9, 9)]
    public void A_tenant_of_a_service_of_single_chains_gets(string fields, StrategyKind strategy, int votes, int most)
    {
        var tenant = Read("embedded://arithmetic", $"{{{fields}name: me, keys: {{secretRef: {{name: k}}}}}}").Tenants[0];

        Assert.Equal((strategy, new BoundedCount(votes, most)), (tenant.Strategy, tenant.Votes));
        Assert.Equal(tenant.Strategies!.Contains(StrategyKind.MajorityVote) ? StopRule.Beta : StopRule.None, tenant.Stop!.Rule);
    }

    [Fact]
    public void Thinking_costs_what_answering_costs_unless_said() =>
        Assert.Equal(
            new TenantPrice { InputPerMillion = 0, ReasoningPerMillion = 2, AnswerPerMillion = 2 },
            Read("embedded://arithmetic", "{name: me, keys: {secretRef: {name: k}}, price: {answerPerMillion: 2}}").Tenants[0].Price);

    [Fact]
    public void A_part_of_a_pod_template_that_is_left_empty_is_left_out()
    {
        var spec = Read("embedded://arithmetic", "{name: me, keys: {secretRef: {name: k}}}", """
            engine: {podTemplate: {metadata: {labels: {team: a, old: null}, annotations: null}, spec: {nodeName: null}}}
              gateway: {podTemplate: {metadata: null, spec: null}}
            """);

        Assert.Equal("""{"metadata":{"labels":{"team":"a"}},"spec":{"nodeName":null}}""", spec.Engine!.PodTemplate!.ToJsonString());
        Assert.Equal("{}", spec.Gateway!.PodTemplate!.ToJsonString());
    }

    private static ReasoningServiceSpec Read(string uri, string tenant, string more = "")
    {
        var result = ManifestReader.Read($"""
            apiVersion: reasonops.io/v1alpha1
            kind: ReasoningService
            metadata: {"{name: math}"}
            spec:
              model: {"{"}name: m, uri: "{uri}"{"}"}
              tenants: [{tenant}]
              {more}
            """);
        Assert.Equal([], result.Errors);
        return result.Services[0].Spec;
    }
}
