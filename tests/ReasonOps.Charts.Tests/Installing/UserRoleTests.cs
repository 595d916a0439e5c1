using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Installing;

/// <summary>What people may do once the chart is there, as the server itself says.</summary>
public sealed class UserRoleTests(Installation installation) : IClassFixture<Installation>, IAsyncLifetime
{
    public Task InitializeAsync() => installation.InstallAsync("users");

    public Task DisposeAsync() => installation.CleanAsync();

    [Fact]
    public async Task Who_may_edit_a_namespace_may_edit_its_services_and_who_may_view_it_sees_them()
    {
        foreach (var role in new[] { "view", "edit", "admin" })
            await installation.Kubectl.RunAsync("create", "rolebinding", $"{role}er", $"--clusterrole={role}", $"--user={role}er", "-n", "default");
        await Until.TrueAsync("the roles are aggregated", () => installation.MayAsync("editer", "create", "reasoningservices.reasonops.io", "default"));
        await Until.TrueAsync("the roles are aggregated", () => installation.MayAsync("viewer", "list", "reasoningservices.reasonops.io", "default"));

        Assert.False(await installation.MayAsync("viewer", "create", "reasoningservices.reasonops.io", "default"));
        Assert.True(await installation.MayAsync("adminer", "delete", "reasoningservices.reasonops.io", "default"));
        Assert.True(await installation.MayAsync("editer", "patch", "reasoningservices.reasonops.io/scale", "default"));
        // The status is the operator's to write.
        Assert.False(await installation.MayAsync("editer", "patch", "reasoningservices.reasonops.io/status", "default"));
        Assert.False(await installation.MayAsync("editer", "create", "reasoningservices.reasonops.io", "users"));
    }
}
