using ReasonOps.Api.Kinds;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Tests.ReasoningServices.Desired;

/// <summary>Pods restart when their template changes, and only then.</summary>
public sealed class RestartTests
{
    public static TheoryData<string> Services => [.. GoldenTests.Names];

    [Theory]
    [MemberData(nameof(Services))]
    public void Another_version_of_the_operator_restarts_nothing(string name)
    {
        var service = GoldenTests.Service(name);
        var before = TestServices.Plan(service);
        var after = TestServices.Plan(service, TestServices.World.With(DesiredObjects.Of(before)), new WorkloadOptions("reasonops:2"));

        Assert.Equal(Children.Templates(before), Children.Templates(after));
        Assert.Equal(DesiredObjects.Of(before).Select(child => child.Body.ToJsonString()), DesiredObjects.Of(after).Select(child => child.Body.ToJsonString()));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Other_tenants_and_other_keys_change_the_snapshot_alone(string name)
    {
        var service = GoldenTests.Service(name);
        var more = service with { Spec = service.Spec with { Tenants = [.. service.Spec.Tenants.Select(Changed), Another(service.Spec.Tenants[0])] } };
        var (before, after) = (TestServices.Plan(service), TestServices.Plan(more));
        var changed = DesiredObjects.Of(before).Zip(DesiredObjects.Of(after)).Where(pair => pair.First.Body.ToJsonString() != pair.Second.Body.ToJsonString());

        Assert.Equal(Children.Names(before), Children.Names(after));
        Assert.Equal(["Secret"], changed.Select(pair => pair.First.Type.Kind));
    }

    [Fact]
    public void A_deadline_that_a_stopping_pod_would_cut_gives_it_longer()
    {
        var service = TestServices.Arithmetic;
        var patient = service with { Spec = service.Spec with { Tenants = [service.Spec.Tenants[0] with { Deadline = Api.Quantities.Duration.FromSeconds(700) }] } };

        Assert.Contains("\"terminationGracePeriodSeconds\":600", Children.Templates(TestServices.Plan(service)));
        Assert.Contains("\"terminationGracePeriodSeconds\":1200", Children.Templates(TestServices.Plan(patient)));
    }

    [Fact]
    public void The_same_service_gives_the_same_bytes()
    {
        var texts = Enumerable.Range(0, 2).Select(_ => DesiredObjects.Of(TestServices.Plan(GoldenTests.Service("vllm"))).Select(child => child.Body.ToJsonString()));

        Assert.Equal(texts.First(), texts.Last());
    }

    private static TenantSpec Changed(TenantSpec tenant) => tenant with
    {
        Votes = new(2, 3), Share = 7, Limits = new() { Concurrent = 1 }, Deadline = new(tenant.Deadline!.Value.Span - TimeSpan.FromSeconds(5)),
    };

    private static TenantSpec Another(TenantSpec tenant) => tenant with { Name = "another", Keys = new(new SecretReference("pro-keys", "one")) };
}
