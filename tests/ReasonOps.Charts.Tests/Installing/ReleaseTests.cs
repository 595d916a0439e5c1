using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Rendering;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Installing;

/// <summary>A release's life on a real API server.</summary>
public sealed class ReleaseTests(Installation installation) : IClassFixture<Installation>, IAsyncLifetime
{
    private const string Crd = "reasoningservices.reasonops.io";

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => installation.CleanAsync();

    [Fact]
    public async Task A_release_is_installed_upgraded_and_removed_while_services_stay()
    {
        var installed = await installation.InstallAsync("lasting");
        Assert.Contains("STATUS: deployed", installed.Output);
        await installation.Kubectl.RunAsync("wait", "--for=condition=Established", $"crd/{Crd}", "--timeout=30s");
        await installation.Kubectl.RunAsync("apply", "-f", Repository.PathOf("config/samples/arithmetic.yaml"));

        var upgraded = await installation.HelmAsync("upgrade", Chart.Release, Chart.Folder, "-n", "lasting", "--set", "replicas=3");
        Assert.Contains("REVISION: 2", upgraded.Output);
        Assert.Equal(3, (int?)(await installation.GetAsync("deployment/reasonops", "-n", "lasting"))!["spec"]!["replicas"]);

        await installation.HelmAsync("uninstall", Chart.Release, "-n", "lasting");
        Assert.Null(await installation.GetAsync("deployment/reasonops", "-n", "lasting"));
        Assert.Null(await installation.GetAsync("clusterrole/reasonops"));
        Assert.NotNull(await installation.GetAsync("reasoningservice/math"));

        // What was kept is taken up again.
        await installation.InstallAsync("lasting");
        Assert.NotNull(await installation.GetAsync("reasoningservice/math"));
    }

    [Fact]
    public async Task Without_keep_the_kinds_go_with_the_release()
    {
        await installation.InstallAsync("leaving", "--set", "crds.keep=false");
        Assert.NotNull(await installation.GetAsync($"crd/{Crd}"));

        await installation.HelmAsync("uninstall", Chart.Release, "-n", "leaving");

        await Until.TrueAsync("the kinds are gone", async () => await installation.GetAsync($"crd/{Crd}") is null);
    }

    [Fact]
    public async Task An_upgrade_brings_the_kinds_of_its_version()
    {
        var folder = Directory.CreateTempSubdirectory("reasonops-chart-");
        try
        {
            var older = Path.Combine(folder.FullName, "reasonops");
            Assert.Equal(0, (await Docker.Program.RunAsync("cp", "-rL", Chart.Folder, older)).Code);
            var definition = Path.Combine(older, "files/crds/reasonops.io_reasoningservices.yaml");
            await File.WriteAllTextAsync(definition, (await File.ReadAllTextAsync(definition)).Replace("    - rsvc\n", "    - older\n"));
            await installation.HelmAsync("install", Chart.Release, older, "-n", "upgraded", "--create-namespace");
            Assert.Equal("older", await ShortNameAsync());

            await installation.HelmAsync("upgrade", Chart.Release, Chart.Folder, "-n", "upgraded");

            Assert.Equal("rsvc", await ShortNameAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_server_takes_every_object_that_can_be_rendered()
    {
        await installation.Kubectl.RunAsync("apply", "-f", Chart.Values("others.yaml"));
        await installation.InstallAsync("everything", "-f", Chart.Values("everything.yaml"));
        var dashboards = await installation.GetAsync("configmap", "-n", "everything", "-l", "grafana_dashboard=1");

        Assert.All(dashboards!["items"]!.AsArray(), one => Assert.All(one!["data"]!.AsObject(), file => Assert.NotNull(JsonNode.Parse((string)file.Value!))));
    }

    [Fact]
    public async Task The_server_takes_the_kustomization()
    {
        var built = (await KubeTools.RunAsync("kubectl", ["kustomize", Repository.PathOf("config/default")], null, null, CancellationToken.None)).Output;
        // It is written for servers from 1.25 on; the chart asks which one it has.
        if (installation.Plane.Version < new Version(1, 25)) built = built.Replace("policy/v1\n", "policy/v1beta1\n");
        await installation.Kubectl.RunAsync(["apply", "--validate=false", "-f", "-"], built);
        await installation.Kubectl.RunAsync("wait", "--for=condition=Established", $"crd/{Crd}", "--timeout=30s");

        Assert.NotNull(await installation.GetAsync("deployment/reasonops", "-n", "reasonops-system"));
        await installation.Kubectl.RunAsync(["delete", "-f", "-"], built);
    }

    private async Task<string?> ShortNameAsync() => (string?)(await installation.GetAsync($"crd/{Crd}"))!["spec"]!["names"]!["shortNames"]![0];
}
