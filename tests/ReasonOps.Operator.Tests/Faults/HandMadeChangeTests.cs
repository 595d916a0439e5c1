using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>Children deleted and edited by hand, one service for all: after each it is as it was.</summary>
public sealed class HandMadeChangeTests(HandMadeChangeTests.StandingService standing) : IClassFixture<HandMadeChangeTests.StandingService>
{
    private const string Extra = "\"team\": \"a\"";

    /// <summary>A field of ours that people change, for every child.</summary>
    private static readonly Dictionary<string, string> Edits = new()
    {
        ["serviceaccounts"] = """{"automountServiceAccountToken": true}""",
        ["networkpolicies"] = """{"spec": {"ingress": [{}], "policyTypes": ["Ingress"]}}""",
        ["poddisruptionbudgets"] = """{"spec": {"maxUnavailable": 0}}""",
        ["services"] = """{"spec": {"selector": {"reasonops.io/service": "other"}}}""",
        ["deployments"] = """{"spec": {"replicas": 7, "template": {"spec": {"serviceAccountName": "default", "terminationGracePeriodSeconds": 1}}}}""",
        ["secrets"] = """{"data": {"snapshot.json": "e30="}}""",
        ["ingresses"] = """{"spec": {"rules": [{"host": "other.example.com"}]}}""",
    };

    public static TheoryData<string> EveryChild => [.. Children(new Version(1, 20)).Select(child => child.Item)];

    private Stage Stage => standing.Stage;

    private string GroupOf(string item) => Children(Stage.Plane.Version).Single(child => child.Item == item).Group;

    [Theory]
    [MemberData(nameof(EveryChild))]
    public async Task A_child_that_is_deleted_is_made_again(string item)
    {
        var group = GroupOf(item);
        var before = (await Stage.GetAsync(group, item))!.Value.GetProperty("metadata").GetProperty("uid").GetString();
        await Stage.DeleteAsync(group, item);
        await Until.TrueAsync($"another {item}", async () =>
            await Stage.GetAsync(group, item) is { } live && live.GetProperty("metadata").GetProperty("uid").GetString() != before);
        await Stage.ConvergedAsync(Manifest);
    }

    [Theory]
    [MemberData(nameof(EveryChild))]
    public async Task What_is_ours_in_a_child_is_mended_and_what_is_not_stays(string item)
    {
        var group = GroupOf(item);
        await Stage.PatchAsync(group, item, $"{{\"metadata\": {{\"annotations\": {{{Extra}}}, \"labels\": {{{Extra}}}}}}}");
        await Stage.PatchAsync(group, item, Edits[item.Split('/')[0]]);
        await Until.TrueAsync($"what is ours in {item}", async () =>
            (await Stage.DifferencesAsync(Manifest)).All(difference => difference.Contains(Extra, StringComparison.Ordinal) || difference.EndsWith(" differs", StringComparison.Ordinal)));
        var metadata = (await Stage.GetAsync(group, item))!.Value.GetProperty("metadata");
        Assert.Equal(("a", "a"), (metadata.GetProperty("annotations").GetProperty("team").GetString(), metadata.GetProperty("labels").GetProperty("team").GetString()));
        await Stage.PatchAsync(group, item, """{"metadata": {"annotations": {"team": null}, "labels": {"team": null}}}""");
        await Stage.ConvergedAsync(Manifest);
    }

    /// <summary>Without its labels a child is in no cache, without its owner in no index, without the annotation not as applied.</summary>
    [Theory]
    [MemberData(nameof(EveryChild))]
    public async Task A_child_that_was_made_unknown_is_known_again(string item)
    {
        foreach (var lost in new[]
        {
            """{"metadata": {"ownerReferences": null}}""", """{"metadata": {"labels": null}}""", """{"metadata": {"annotations": {"reasonops.io/applied": null}}}""",
            """{"metadata": {"labels": {"app.kubernetes.io/managed-by": "somebody"}, "ownerReferences": null}}""",
        })
        {
            await Stage.PatchAsync(GroupOf(item), item, lost);
            await Until.TrueAsync($"{item} is mended after {lost}", async () => (await Stage.DifferencesAsync(Manifest)).Count == 0);
        }
        await Stage.ConvergedAsync(Manifest);
    }

    [Fact]
    public async Task All_children_deleted_at_once_are_made_again()
    {
        foreach (var (group, item) in Children(Stage.Plane.Version)) await Stage.DeleteAsync(group, item);
        await Stage.ConvergedAsync(Manifest);
    }

    /// <summary>A service that stands, with its operator, until the last test is over.</summary>
    public sealed class StandingService : SharedControlPlane, IAsyncLifetime
    {
        private Stage? _stage;

        internal Stage Stage => _stage!;

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            _stage = await Stage.OpenAsync(Plane);
            await _stage.StartAsync(new() { Speed = 10 });
            await _stage.ApplyAsync(Manifest);
            await _stage.ConvergedAsync(Manifest);
        }

        async Task IAsyncLifetime.DisposeAsync()
        {
            if (_stage is not null) await _stage.DisposeAsync();
        }
    }
}
