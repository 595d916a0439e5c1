using System.Runtime.CompilerServices;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Capacity.Devices;

namespace ReasonOps.Api.Tests.Manifests;

public class SampleTests
{
    public static TheoryData<string> Files => [.. Names()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_sample_is_valid_and_survives_writing_and_reading(string file)
    {
        var read = ManifestReader.Read(Sample(file));

        Assert.Equal([], read.Errors);
        Assert.Equal([], read.Warnings);
        var written = ObjectTests.Written(read);
        Assert.NotEmpty(written);
        var again = ManifestReader.Read(string.Join("\n---\n", written));
        Assert.Equal([], again.Errors);
        Assert.Equal(written, ObjectTests.Written(again));
    }

    [Fact]
    public void The_arithmetic_sample_gives_each_tenant_its_own_votes_and_budget()
    {
        var service = Assert.Single(ManifestReader.Read(Sample("arithmetic.yaml")).Services);

        Assert.Equal("math", service.Metadata.Name);
        Assert.Equal("embedded://arithmetic", service.Spec.Model.Uri);
        Assert.Equal(AnswerFormatKind.Whole, service.Spec.Model.AnswerFormat!.Kind);
        Assert.Equal((RuntimeKind.Onnx, 8192), (service.Spec.Engine!.Runtime, service.Spec.Engine.KeyValueTokens!.Value));
        Assert.Equal((2, 2), (service.Spec.Autoscaling!.MinReplicas!.Value, service.Spec.Autoscaling.MaxReplicas!.Value));
        var rows = service.Spec.Tenants.Select(tenant =>
            (tenant.Name, tenant.Strategy!.Value, tenant.Votes, tenant.Budget!.ReasoningTokens, tenant.Budget.AnswerTokens!.Value, tenant.Stop!.Rule!.Value, tenant.WhenSpent!.Value));
        Assert.Equal(
        [
            ("free", StrategyKind.SingleChain, new(1, 1), new(24, 24), 8, StopRule.Beta, WhenSpent.ForceAnswer),
            ("pro", StrategyKind.MajorityVote, new(5, 5), new(128, 128), 8, StopRule.Beta, WhenSpent.ForceAnswer),
            ("research", StrategyKind.MajorityVote, new(16, 16), new(192, 192), 8, StopRule.Beta, WhenSpent.ForceAnswer),
        ], rows);
    }

    [Fact]
    public void There_is_a_sample_for_every_runtime_and_every_preset()
    {
        var engines = Names()
            .SelectMany(file => ManifestReader.Read(Sample(file)).Services.Select(service => (File: file, service.Spec.Engine))).ToArray();

        Assert.Equal(Enum.GetValues<RuntimeKind>(), engines.Select(each => each.Engine!.Runtime!.Value).Distinct().Order());
        Assert.Equal(AcceleratorPresets.Names, engines.Select(each => each.Engine!.Accelerator?.Preset).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.All(engines.Where(each => each.Engine!.Accelerator is { Nodes: 1 }), each =>
            Assert.Equal($"{each.Engine!.Runtime}-{each.Engine.Accelerator!.Preset}.yaml", each.File, ignoreCase: true));
    }

    internal static IEnumerable<string> Names([CallerFilePath] string here = "") =>
        Directory.GetFiles(Path.Combine(Path.GetDirectoryName(here)!, "../../../config/samples"), "*.yaml")
            .Select(file => Path.GetFileName(file)).Where(file => file != "kustomization.yaml").Order(StringComparer.Ordinal);

    internal static string Sample(string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../config/samples", file));
}
