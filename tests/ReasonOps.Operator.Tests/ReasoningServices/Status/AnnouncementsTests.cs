using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.ReasoningServices.Status;
using ReasonOps.Operator.Workloads;
using static ReasonOps.Operator.Tests.ReasoningServices.Status.Scene;

namespace ReasonOps.Operator.Tests.ReasoningServices.Status;

public sealed class AnnouncementsTests
{
    private static readonly ReasoningServiceStatus Starting = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 2, 0, 2), Gateways()));
    private static readonly ReasoningServiceStatus Serving = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 2, 2, 2), Gateways()));
    private static readonly ReasoningServiceStatus Rolling = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 3, 2, 1), Gateways()));

    private static (EventType, string)[] Told(ReasoningServiceStatus? before, ReasoningServiceStatus after) =>
        [.. Announcements.Between(before, after).Select(each => (each.Type, each.Reason))];

    [Fact]
    public void The_same_status_again_is_no_news() =>
        Assert.All([Starting, Serving, Rolling], status => Assert.Empty(Announcements.Between(status, status)));

    [Fact]
    public void A_start_is_announced_when_it_is_ready()
    {
        Assert.Empty(Told(null, Starting));
        Assert.Equal([(EventType.Normal, "Ready")], Told(Starting, Serving));
    }

    [Fact]
    public void An_update_is_announced_when_it_is_done()
    {
        Assert.Empty(Told(Serving, Rolling));
        Assert.Equal([(EventType.Normal, "RolledOut")], Told(Rolling, Serving));
    }

    [Fact]
    public void A_loss_of_what_worked_is_a_warning() => Assert.Equal([(EventType.Warning, "EnginesUnavailable")], Told(Serving, Starting));

    [Fact]
    public void A_mistake_in_the_spec_is_told_once_and_another_one_again()
    {
        ReasoningServiceStatus Broken(string error) => ServiceStatus.Of(Input(null, Scene.Engines(2, 2, 2, 2), Gateways()) with { Errors = [error] });
        Assert.Equal([(EventType.Warning, "Invalid")], Told(Serving, Broken("spec.a: x")));
        Assert.Empty(Told(Broken("spec.a: x"), Broken("spec.a: x")));
        Assert.Equal([(EventType.Warning, "Invalid")], Told(Broken("spec.a: x"), Broken("spec.b: y")));
        Assert.Equal([(EventType.Normal, "Accepted")], Told(Broken("spec.b: y"), Serving));
    }

    [Fact]
    public void Keys_that_are_missing_are_a_warning_even_before_the_first_start()
    {
        var missing = ServiceStatus.Of(Input(Plan(2, new Remark(true, "TenantKeysMissing", "free has none")), Scene.Engines(2, 2, 0, 2), Gateways()));
        Assert.Equal([(EventType.Warning, "TenantKeysMissing")], Told(null, missing));
    }

    [Fact]
    public void Pausing_and_going_on_are_told()
    {
        var paused = ServiceStatus.Of(Input(Plan(2), Scene.Engines(2, 2, 2, 2), Gateways()) with { Paused = true });
        Assert.Equal([(EventType.Normal, "Paused")], Told(Serving, paused));
        Assert.Equal([(EventType.Normal, "Resumed")], Told(paused, Serving));
    }
}
