using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Tests.Faults.Convergence;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>A spec that only CEL would have kept out, on a server without it.</summary>
public sealed class InvalidServiceTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private static readonly string Invalid = Manifests.Service(
        tenants: "- {name: pro, votes: {default: 5, max: 1}, keys: {secretRef: {name: free-keys} } }",
        more: "autoscaling: {minReplicas: 4, maxReplicas: 2}\n  gateway: {replicas: 2, ingress: {host: math.example.com} }");

    private bool HasCel => shared.Plane.Version >= new Version(1, 25);

    private static async Task SaysWhatIsWrongAsync(Stage stage)
    {
        await stage.SaidAsync("Accepted", "False/Invalid");
        var said = await stage.SaysAsync("Accepted");
        Assert.Contains("spec.tenants[1].votes.max", said, StringComparison.Ordinal);
        Assert.Contains("spec.autoscaling", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_children_are_left_as_they_are_until_it_is_mended()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        if (HasCel)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => stage.ApplyAsync(Invalid));
            return;
        }
        var running = await stage.StartAsync();
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        var before = await stage.PictureAsync();
        await stage.ApplyAsync(Invalid);
        await SaysWhatIsWrongAsync(stage);
        await Until.TrueAsync("it is quiet", () => Converged.IsQuietAsync([running], TimeSpan.FromSeconds(1)));
        Assert.All(before.DifferencesTo(await stage.PictureAsync()), difference => Assert.StartsWith("reasoningservices math", difference));
        Assert.All(running.Writes.Skip(Writes), write => Assert.Equal("status", write.Subresource));
        await stage.ApplyAsync(Changed);
        await stage.ConvergedAsync(Changed);
    }

    [Fact]
    public async Task One_that_never_was_valid_gets_no_child_from_any_operator_until_it_is_mended()
    {
        if (HasCel) return;
        await using var stage = await Stage.OpenAsync(shared.Plane);
        await stage.ApplyAsync(Invalid);
        var first = await stage.StartAsync();
        await SaysWhatIsWrongAsync(stage);
        await first.StopAsync();
        await stage.StartAsync();
        await SaysWhatIsWrongAsync(stage);
        Assert.Equal(["reasoningservices math", "secrets free-keys"], (await stage.PictureAsync()).Names);
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
    }
}
