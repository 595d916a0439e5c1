using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>A service deleted and made again under its name, where a garbage collector clears up after the first.</summary>
public sealed class RecreatedServiceTests(SharedWholeControlPlane shared) : IClassFixture<SharedWholeControlPlane>
{
    private static Task CollectedAsync(Stage stage) =>
        Until.TrueAsync("its children are collected", async () => (await stage.PictureAsync()).Names is ["secrets free-keys"], TimeSpan.FromSeconds(120));

    [Fact]
    public async Task While_the_operator_works()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        await stage.StartAsync();
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        await stage.DeleteServiceAsync();
        await stage.ApplyAsync(Changed);
        await stage.ConvergedAsync(Changed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_no_operator_runs(bool collected)
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var first = await stage.StartAsync();
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        first.Kill();
        await stage.DeleteServiceAsync();
        if (collected) await CollectedAsync(stage);
        await stage.ApplyAsync(Changed);
        await stage.StartAsync();
        await stage.ConvergedAsync(Changed);
    }

    [Fact]
    public async Task A_service_that_is_deleted_while_no_operator_runs_leaves_nothing()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var first = await stage.StartAsync();
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        first.Kill();
        await stage.DeleteServiceAsync();
        var second = await stage.StartAsync();
        await CollectedAsync(stage);
        Assert.Empty(second.Writes);
    }
}
