using System.Net;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.ControlPlane.Tests;

public class LocalControlPlaneTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private LocalControlPlane Plane => shared.Plane;

    [Fact]
    public async Task Namespaces_of_two_tests_are_two()
    {
        var first = await Plane.CreateNamespaceAsync();
        Assert.NotEqual(first, await Plane.CreateNamespaceAsync());
        Assert.Contains(first, await Plane.Kubectl.RunAsync("get", "namespaces", "-o", "name"));
    }

    [Fact]
    public async Task Users_may_do_nothing_until_a_role_lets_them()
    {
        var kubectl = new Kubectl(Plane.KubeConfigFor("a:stranger", "strangers"));
        var refused = await kubectl.TryAsync(["get", "secrets", "-n", "default"]);
        Assert.Contains("User \"a:stranger\" cannot list", refused.Errors);
        await Plane.Kubectl.RunAsync("create", "clusterrolebinding", "strangers", "--clusterrole=cluster-admin", "--group=strangers");
        await Until.TrueAsync("the role counts", async () => (await kubectl.TryAsync(["get", "secrets", "-n", "default"])).ExitCode == 0);
    }

    [Fact]
    public async Task What_kubectl_says_when_it_fails_is_in_the_failure()
    {
        var failure = await Assert.ThrowsAsync<ToolFailedException>(() => Plane.Kubectl.RunAsync("get", "nothings"));
        Assert.Contains("the server doesn't have a resource type \"nothings\"", failure.Message);
    }
}

public class PrivateControlPlaneTests
{
    [Fact]
    public async Task Controllers_and_scheduler_bring_a_deployment_to_pods()
    {
        await using var plane = await LocalControlPlane.StartAsync(ControlPlaneOptions.Whole);
        await plane.Kubectl.RunAsync("create", "deployment", "web", "--image=web", "--replicas=2");
        await Until.TrueAsync("two pods", async () =>
            (await plane.Kubectl.RunAsync("get", "pods", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length == 2);
    }

    [Fact]
    public async Task A_killed_api_server_comes_back_with_its_data_on_its_port()
    {
        await using var plane = await LocalControlPlane.StartAsync();
        var name = await plane.CreateNamespaceAsync();
        await plane.KillApiServerAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => plane.Client.GetAsync("readyz"));
        await plane.RestartApiServerAsync();
        Assert.Equal(HttpStatusCode.OK, (await plane.Client.GetAsync($"api/v1/namespaces/{name}")).StatusCode);
    }

    [Fact]
    public async Task Nothing_is_left_when_it_is_disposed()
    {
        var plane = await LocalControlPlane.StartAsync();
        var folder = plane.Folder;
        Assert.NotEmpty(ProcessesIn(folder));
        await plane.DisposeAsync();
        Assert.Empty(ProcessesIn(folder));
        Assert.False(Directory.Exists(folder));
    }

    private static string[] ProcessesIn(string folder) =>
        [.. Directory.EnumerateDirectories("/proc").Where(process => File.Exists($"{process}/cmdline") && CommandOf(process).Contains(folder, StringComparison.Ordinal))];

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline");
        }
        catch (IOException)
        {
            return ""; // it ended
        }
    }
}
