using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Names;

namespace ReasonOps.ControlPlane.Tests.ProcessNode.Units;

public class HostsFilesTests
{
    private static readonly V1Service Service = new()
    {
        Metadata = new() { Name = "engines", Namespace = "a" }, Spec = new() { Selector = new Dictionary<string, string> { ["app"] = "engine" } },
    };

    [Fact]
    public void A_service_has_a_line_for_each_ready_pod_and_its_bare_name_at_home_only()
    {
        V1Pod[] pods = [Pod("127.1.1.3"), Pod("127.1.1.2"), Pod("127.1.1.4", ready: false), Pod("127.1.1.5", app: "other"), Pod("127.1.1.6", home: "b")];
        const string Names = "engines.a engines.a.svc engines.a.svc.cluster.local";
        Assert.Equal($"127.0.0.1 localhost\n127.1.1.2 engines {Names}\n127.1.1.3 engines {Names}\n", HostsFiles.Text("a", [Service], pods));
        Assert.Equal($"127.0.0.1 localhost\n127.1.1.2 {Names}\n127.1.1.3 {Names}\n", HostsFiles.Text("b", [Service], pods));
    }

    [Fact]
    public void Pods_that_go_or_are_not_ready_are_named_only_where_the_service_asks_for_them()
    {
        var going = Pod("127.1.1.2") with { Metadata = Pod("x").Metadata with { DeletionTimestamp = DateTimeOffset.UnixEpoch } };
        Assert.Empty(Endpoints.Of(Service, [going, Pod("127.1.1.3", ready: false)]));
        Assert.Equal(2, Endpoints.Of(Service with { Spec = Service.Spec! with { PublishNotReadyAddresses = true } }, [going, Pod("127.1.1.3", ready: false)]).Count());
    }

    [Fact]
    public void A_service_without_a_selector_leads_nowhere() => Assert.Empty(Endpoints.Of(Service with { Spec = new() }, [Pod("127.1.1.2")]));

    private static V1Pod Pod(string address, bool ready = true, string app = "engine", string home = "a") => new()
    {
        Metadata = new() { Name = address, Namespace = home, Labels = new Dictionary<string, string> { ["app"] = app } },
        Status = new() { PodIP = address, Conditions = [new() { Type = "Ready", Status = ready ? "True" : "False" }] },
    };
}
