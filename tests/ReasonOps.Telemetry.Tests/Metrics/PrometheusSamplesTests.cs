using ReasonOps.Telemetry.Metrics;

namespace ReasonOps.Telemetry.Tests.Metrics;

public sealed class PrometheusSamplesTests
{
    [Fact]
    public void Labels_timestamps_and_carriage_returns_are_understood()
    {
        var sample = Assert.Single(PrometheusSamples.Read("a_b:c { x = \"1\\\"2\\\\3\\n\", y=\"}\", } 1.5e1 1700000000000\r\n"));
        Assert.Equal(("a_b:c", 15.0), (sample.Name, sample.Value));
        Assert.Equal(("1\"2\\3\n", "}"), (sample.Labels["x"], sample.Labels["y"]));
    }
}
