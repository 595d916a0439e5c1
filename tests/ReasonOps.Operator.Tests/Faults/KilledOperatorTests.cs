using ReasonOps.ControlPlane;
using ReasonOps.Operator.Tests.Faults.Convergence;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>An operator that ends after any of its writes leaves what the next one goes on with.</summary>
public sealed class KilledOperatorTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    public static TheoryData<int> EveryWrite => [.. Enumerable.Range(1, Writes)];

    [Fact]
    public async Task Every_child_and_the_status_are_written_once_and_there_is_no_write_beyond()
    {
        var undisturbed = await Undisturbed.OfAsync(shared.Plane, Manifest);
        string[] children = [.. Children(shared.Plane.Version).Select(child => child.Item.Replace('/', ' '))];
        Assert.Equal([.. children.Select(child => $"apply {child}"), "apply reasoningservices math"], undisturbed.Writes);
        Assert.Equal(Writes, undisturbed.Writes.Count);
        Assert.Equal(children.Append("reasoningservices math").Append("secrets free-keys").Order(StringComparer.Ordinal), undisturbed.Picture.Names);
    }

    [Theory]
    [MemberData(nameof(EveryWrite))]
    public async Task The_next_operator_writes_what_is_left_and_nothing_twice(int number)
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var first = await stage.StartAsync(new() { Faults = killed => killed.KillAfterWrite(number) });
        await stage.ApplyAsync(Manifest);
        await first.Run.WaitAsync(TimeSpan.FromSeconds(60));
        var second = await stage.StartAsync();
        await stage.ConvergedAsync(Manifest);
        Assert.Equal((await Undisturbed.OfAsync(shared.Plane, Manifest)).Writes.Skip(number), second.Writes.Select(write => $"{write.Verb} {write.Resource} {write.Name}"));
    }
}
