using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Tests.ReasoningServices;

public class EngineReplicasTests
{
    [Theory]
    [InlineData(null, null, null, 1, null)]
    [InlineData(3, null, null, 3, null)]
    [InlineData(0, null, null, 0, null)]
    [InlineData(0, 2, 4, 0, null)]
    [InlineData(3, 2, 4, 3, null)]
    [InlineData(9, 2, 4, 4, "9 is above autoscaling.maxReplicas 4; 4 run")]
    [InlineData(2, 3, 4, 3, "2 is below autoscaling.minReplicas 3; 3 run")]
    [InlineData(2, null, 1, 1, "2 is above autoscaling.maxReplicas 1; 1 runs")]
    [InlineData(5, 2, null, 2, "5 is above autoscaling.maxReplicas 2; 2 run")]
    [InlineData(null, 2, 4, 2, null)]
    [InlineData(1, 2, 4, 2, null)]
    public void Replicas_are_kept_within_the_bounds_of_autoscaling(int? said, int? least, int? most, int wanted, string? clamped)
    {
        var scaling = least is null && most is null ? null : new AutoscalingSpec { MinReplicas = least, MaxReplicas = most };

        Assert.Equal(new EngineReplicas(wanted, clamped), EngineReplicas.Of(Spec(said, scaling)));
    }

    [Fact]
    public void Engines_that_already_run_are_not_counted() =>
        Assert.Equal(default, EngineReplicas.Of(Spec(1, null) with { Engine = new EngineSpec { Endpoints = [new EndpointSpec { Url = "http://host/v1" }] } }));

    private static ReasoningServiceSpec Spec(int? replicas, AutoscalingSpec? scaling) =>
        new() { Model = new ModelSpec { Name = "m" }, Tenants = [], Replicas = replicas, Autoscaling = scaling };
}
