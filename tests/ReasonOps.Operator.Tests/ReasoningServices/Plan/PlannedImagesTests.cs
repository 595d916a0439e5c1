using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Planning;

public sealed class PlannedImagesTests
{
    private static readonly WorkloadOptions Upgraded = new("reasonops:2");
    private static readonly ReasoningService Service = TestServices.Arithmetic;

    [Fact]
    public void What_runs_keeps_its_image_and_what_is_new_gets_the_operators_own()
    {
        Assert.Equal(("reasonops:1", "reasonops:1"), Images(Service, null, TestServices.Options));
        Assert.Equal(("reasonops:1", "reasonops:1"), Images(Service, Service, Upgraded));
        Assert.Equal(("reasonops:2", "reasonops:2"), Images(Service, null, Upgraded));
    }

    [Fact]
    public void An_image_that_the_spec_names_is_taken_and_given_up_with_it()
    {
        var named = Named("mine:1");

        Assert.Equal(("mine:1", "mine:1"), Images(named, Service, Upgraded));
        Assert.Equal(("reasonops:2", "reasonops:2"), Images(Service, named, Upgraded));
    }

    [Fact]
    public void An_image_of_another_runtime_or_other_devices_is_not_kept()
    {
        var (h100, amd, sglang) = (Started("vllm", "H100-80GB"), Started("vllm", "MI300X-192GB"), Started("sglang", "H100-80GB"));

        Assert.StartsWith("vllm/vllm-openai:", Images(h100, sglang, Upgraded).Engine);
        Assert.StartsWith("vllm/vllm-openai-rocm:", Images(amd, h100, Upgraded).Engine);
        Assert.StartsWith("lmsysorg/sglang:", Images(sglang, h100, Upgraded).Engine);
    }

    [Fact]
    public void Every_image_of_ours_has_a_version()
    {
        foreach (var name in Enum.GetValues<RuntimeKind>().Except([RuntimeKind.OpenAi]))
            foreach (var resource in new[] { null, DeviceRequest.Nvidia, DeviceRequest.Amd, "example.com/npu" })
                Assert.Matches("^[a-z0-9./-]+:[a-z0-9.-]*[0-9][a-z0-9.-]*$", UsualImages.Of(name, resource is null ? null : new(resource, 1, 1), "reasonops:1"));
    }

    private static (string Engine, string Gateway) Images(ReasoningService service, ReasoningService? before, WorkloadOptions options)
    {
        var world = before is null ? TestServices.World : TestServices.World.With(DesiredObjects.Of(TestServices.Plan(before)));
        var plan = TestServices.Plan(service, world, options);
        return (plan.EngineImage, plan.GatewayImage);
    }

    private static ReasoningService Named(string image) => Service with
    {
        Spec = Service.Spec with { Engine = Service.Spec.Engine! with { Image = image }, Gateway = Service.Spec.Gateway! with { Image = image } },
    };

    private static ReasoningService Started(string runtime, string preset) => TestServices.Of($$"""
          model: {name: m, uri: "hf://a/b"}
          engine: {runtime: {{runtime}}, accelerator: {preset: {{preset}} } }
        """);
}
