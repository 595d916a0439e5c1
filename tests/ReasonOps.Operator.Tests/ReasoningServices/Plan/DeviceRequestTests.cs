using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.Tests.ReasoningServices.Planning;

public sealed class DeviceRequestTests
{
    [Theory]
    [InlineData(null, "H100-80GB", "nvidia.com/gpu")]
    [InlineData(null, "GB200-NVL72", "nvidia.com/gpu")]
    [InlineData(null, "MI300X-192GB", "amd.com/gpu")]
    [InlineData(null, "TPU-v6e", "google.com/tpu")]
    [InlineData(null, "Trainium2", "aws.amazon.com/neuron")]
    [InlineData(null, null, "nvidia.com/gpu")]
    [InlineData("example.com/npu", "TPU-v5e", "example.com/npu")]
    public void A_device_is_asked_for_as_its_plugin_calls_it(string? named, string? preset, string resource) =>
        Assert.Equal(resource, DeviceRequest.ResourceOf(named, preset));
}
