using ReasonOps.ControlPlane;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>The same while a service that stands is changed: children are changed, and one is pruned.</summary>
public sealed class KilledUpdateTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    /// <summary>Both Deployments, the snapshot, the Ingress that goes, and the status.</summary>
    private const int Changes = 5;

    public static TheoryData<int> EveryChange => [.. Enumerable.Range(1, Changes)];

    [Theory]
    [MemberData(nameof(EveryChange))]
    public async Task The_next_operator_ends_what_was_begun(int number)
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var first = await stage.StartAsync();
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        first.KillAfterWrite(number);
        await stage.ApplyAsync(Changed);
        await first.Run.WaitAsync(TimeSpan.FromSeconds(60));
        var second = await stage.StartAsync();
        await stage.ConvergedAsync(Changed);
        Assert.Equal(Changes - number, second.Writes.Count);
    }

    [Fact]
    public async Task An_operator_that_was_down_meanwhile_does_all_of_it()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var first = await stage.StartAsync();
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        first.Kill();
        await stage.ApplyAsync(Changed);
        var second = await stage.StartAsync();
        await stage.ConvergedAsync(Changed);
        Assert.Equal(Changes, second.Writes.Count);
    }
}
