using ReasonOps.ControlPlane;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>Objects of others under the names of children.</summary>
public sealed class StrangerTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    /// <summary>As little as the server takes.</summary>
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["serviceaccounts"] = "apiVersion: v1\nkind: ServiceAccount",
        ["networkpolicies"] = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: {podSelector: {matchLabels: {a: b}}}",
        ["poddisruptionbudgets"] = "apiVersion: policy/{0}\nkind: PodDisruptionBudget\nspec: {selector: {matchLabels: {a: b}}, minAvailable: 1}",
        ["services"] = "apiVersion: v1\nkind: Service\nspec: {selector: {a: b}, ports: [{port: 9, protocol: TCP}]}",
        ["deployments"] =
            "apiVersion: apps/v1\nkind: Deployment\nspec: {replicas: 0, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}",
        ["secrets"] = "apiVersion: v1\nkind: Secret\nstringData: {theirs: secret}",
        ["ingresses"] = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: {rules: [{host: theirs.example.com}]}",
    };

    private const string LooksLikeOurs = "labels: {app.kubernetes.io/managed-by: reasonops, reasonops.io/service: math}";
    private const string OfAnother = "ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: other, uid: 0b7d5c0e-0000-4000-8000-000000000000, controller: true}]";

    private static string Body((string Group, string Item) child, string metadata)
    {
        var (resource, name) = (child.Item.Split('/')[0], child.Item.Split('/')[1]);
        return $"{Bodies[resource].Replace("{0}", child.Group.Split('/')[^1], StringComparison.Ordinal)}\nmetadata: {{name: {name}, {metadata}}}";
    }

    private static async Task<string?[]> StrangersAsync(Stage stage)
    {
        var found = new List<string?>();
        foreach (var (group, item) in Children(stage.Plane.Version)) found.Add((await stage.GetAsync(group, item))?.GetRawText());
        return [.. found];
    }

    [Theory]
    [InlineData("")]
    [InlineData(LooksLikeOurs)]
    [InlineData(OfAnother)]
    [InlineData($"{LooksLikeOurs}, {OfAnother}")]
    public async Task None_is_touched_each_is_told_and_when_they_go_children_take_their_place(string metadata)
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var children = Children(stage.Plane.Version);
        foreach (var child in children) await stage.ApplyAsync(child.Group, child.Item, Body(child, metadata));
        var before = await StrangersAsync(stage);
        var running = await stage.StartAsync(new() { Speed = 30 });
        await stage.ApplyAsync(Manifest);
        await stage.SaidAsync("Ready", "False/NameTaken");
        Assert.Contains("ServiceAccount", await stage.SaysAsync("Ready"), StringComparison.Ordinal);
        Assert.Equal(before, await StrangersAsync(stage));
        Assert.All(running.Writes, write => Assert.Equal("status", write.Subresource));

        foreach (var (group, item) in children.Skip(1)) await stage.DeleteAsync(group, item);
        await stage.SaidAsync("GatewayAvailable", "False/PodsStarting");
        await stage.SaidAsync("Ready", "False/NameTaken");
        Assert.Equal(before[0], (await StrangersAsync(stage))[0]);
        await stage.DeleteAsync(children[0].Group, children[0].Item);
        await stage.ConvergedAsync(Manifest);
    }

    [Fact]
    public async Task One_that_took_a_childs_place_while_no_operator_ran_keeps_it()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var first = await stage.StartAsync();
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        first.Kill();
        var child = (Core, "secrets/math-snapshot");
        await stage.DeleteAsync(child.Core, child.Item2);
        await stage.ApplyAsync(child.Core, child.Item2, Body(child, LooksLikeOurs));
        await stage.StartAsync(new() { Speed = 30 });
        await stage.SaidAsync("Ready", "False/NameTaken");
        Assert.Contains("Secret", await stage.SaysAsync("Ready"), StringComparison.Ordinal);
        var data = (await stage.GetAsync(child.Core, child.Item2))!.Value.GetProperty("data");
        Assert.Equal(["theirs"], data.EnumerateObject().Select(entry => entry.Name));
        await stage.DeleteAsync(child.Core, child.Item2);
        await stage.ConvergedAsync(Manifest);
    }
}
