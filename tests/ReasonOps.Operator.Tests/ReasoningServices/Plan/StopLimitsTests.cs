using ReasonOps.Api.Quantities;
using ReasonOps.Operator.ReasoningServices.Plan;

namespace ReasonOps.Operator.Tests.ReasoningServices.Planning;

public sealed class StopLimitsTests
{
    [Theory]
    [InlineData(30, 600)]
    [InlineData(570, 600)]
    [InlineData(571, 1200)]
    [InlineData(3600, 4800)]
    [InlineData(86400, 153600)]
    public void A_pod_has_time_for_the_longest_deadline(double deadline, int grace)
    {
        var spec = TestServices.Arithmetic.Spec;
        var stop = StopLimits.Of(spec with { Tenants = [spec.Tenants[0], spec.Tenants[1] with { Deadline = Duration.FromSeconds(deadline) }] });

        Assert.Equal(grace, stop.GraceSeconds);
        Assert.True(stop.DrainSeconds >= deadline);
    }
}
