using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Tests.Manifests;
using ReasonOps.Api.VerifierPools;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Api.Tests.Crds;

/// <summary>The definition on a real API server, as people meet it.</summary>
public sealed partial class InstalledTests(InstalledDefinition installed) : IClassFixture<InstalledDefinition>
{
    private static readonly Version FirstWithRules = new(1, 25);

    public static TheoryData<int> Rules => RuleTests.Numbers;

    public static TheoryData<string> Samples => SampleTests.Files;

    private LocalControlPlane Plane => installed.Plane;

    [Theory]
    [InlineData("reasoningservice", "keyValueOccupancy", "rsvc.spec.tenants.limits.requestsPerMinute", "Requests a minute.")]
    [InlineData("verifierpool", "coresPerCpu", "vpool.spec.sizing.maxReplicas", "The most verifiers, whatever is asked for.")]
    public async Task Explain_lists_every_field(string kind, string known, string field, string says)
    {
        // What a server of 1.20 publishes can be seconds behind.
        var text = "";
        await Until.TrueAsync("kubectl explain knows the kind", async () =>
            (text = (await Plane.Kubectl.TryAsync(["explain", $"{kind}.spec", "--recursive"])).Output).Contains(known, StringComparison.Ordinal));

        var listed = Fields().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();
        var fields = Definition.All.Single(each => each.Kind.Singular == kind).Schemas().Select(each => each.Path).Where(path => path.StartsWith("spec.", StringComparison.Ordinal) && char.IsLetter(path[^1]));
        Assert.Equal([], fields.Where(path => !listed.Contains(path[(path.LastIndexOf('.') + 1)..])));
        Assert.Contains(says, await Plane.Kubectl.RunAsync("explain", field));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_server_takes_every_sample_and_what_it_keeps_means_the_same(string file)
    {
        var path = Definition.File($"config/samples/{file}");

        using var kept = JsonDocument.Parse(await Plane.Kubectl.RunAsync("apply", "-n", installed.Namespace, "-f", path, "-o", "json"));

        var written = ManifestReader.Read(SampleTests.Sample(file));
        JsonElement[] objects = kept.RootElement.TryGetProperty("items", out var items) ? [.. items.EnumerateArray()] : [kept.RootElement];
        Assert.Equal(written.Services.Count + written.Pools.Count + written.Jobs.Count, objects.Length);
        foreach (var each in objects)
        {
            var (metadata, spec) = (new ObjectMetadata { Name = each.GetProperty("metadata").GetProperty("name").GetString()! }, each.GetProperty("spec"));
            var kind = each.GetProperty("kind").GetString();
            var read = kind == ReasoningService.KindName ? ManifestReader.ReadService(metadata, spec)
                : kind == RolloutJob.KindName ? ManifestReader.ReadJob(metadata, spec) : ManifestReader.ReadPool(metadata, spec);
            Assert.Equal([], read.Errors);
            Assert.Equal(Plain(written with
            {
                Services = kind == ReasoningService.KindName ? written.Services : [], Pools = kind == VerifierPool.KindName ? written.Pools : [],
                Jobs = kind == RolloutJob.KindName ? written.Jobs : [],
            }), Plain(read));
        }
    }

    [Fact]
    public async Task A_server_takes_every_field()
    {
        foreach (var manifest in FullManifests.All)
        {
            var (refusal, kept) = await DryRunAsync(manifest);
            Assert.Null(refusal);
            Assert.Equal(SchemaServer.Defaulted(manifest)["spec"]!.ToJsonString().Length, kept!["spec"]!.ToJsonString().Length);
        }
    }

    /// <summary>Where a server knows no CEL the operator says what is wrong instead.</summary>
    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_server_that_knows_CEL_refuses_what_breaks_a_rule_and_an_older_one_takes_it(int number)
    {
        var (message, wrong) = RuleTests.Case(number);

        var (refusal, _) = await DryRunAsync(wrong);

        if (Plane.Version >= FirstWithRules)
            Assert.Contains(message, refusal, StringComparison.Ordinal);
        else
            Assert.Null(refusal);
    }

    [Theory]
    [InlineData("strategy", """{"kind": "Oracle"}""", "spec.strategy.kind: Unsupported value: \"Oracle\"")]
    [InlineData("strategy", """{"kind": "Cascade", "cascade": {"then": "ComputeOptimal"}}""", "spec.strategy.cascade.then: Unsupported value: \"ComputeOptimal\"")]
    [InlineData("replicas", "1001", "spec.replicas: Invalid value: 1001: spec.replicas in body should be less than or equal to 1000")]
    [InlineData("budget", """{"deadline": "2 minutes"}""", "spec.budget.deadline: Invalid value: \"2 minutes\"")]
    [InlineData("tenants", "[]", "spec.tenants")]
    [InlineData("model", """{"name": "two words", "uri": "hf://o/n"}""", "spec.model.name: Invalid value: \"two words\"")]
    [InlineData("tenants", """[{"name": "a", "keys": {"secretRef": {"name": "k"}}}, {"name": "a", "keys": {"secretRef": {"name": "l"}}}]""", "Duplicate value")]
    public async Task A_server_refuses_what_breaks_the_schema(string field, string value, string says)
    {
        var wrong = FullManifests.OnOtherDevices.DeepClone().AsObject();
        wrong["spec"]![field] = JsonNode.Parse(value);

        var (refusal, _) = await DryRunAsync(wrong);

        Assert.Contains(says, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_leaves_no_room_for_what_is_made_is_refused()
    {
        var wrong = FullManifests.OnOtherDevices.DeepClone().AsObject();
        wrong["metadata"]!["name"] = new string('a', ObjectMetadata.LongestName + 1);

        Assert.Contains("metadata.name", (await DryRunAsync(wrong)).Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checks", "[\"Oracle\"]", "Unsupported value: \"Oracle\"")]
    [InlineData("checks", "[\"Math\", \"Math\"]", "Duplicate value")]
    [InlineData("workers", "0", "spec.workers in body should be greater than or equal to 1")]
    [InlineData("limits", """{"memory": "0"}""", "spec.limits.memory")]
    public async Task A_server_refuses_a_pool_that_breaks_the_schema(string field, string value, string says)
    {
        var wrong = FullManifests.PoolOfOwnRatio.DeepClone().AsObject();
        wrong["spec"]![field] = JsonNode.Parse(value);

        Assert.Contains(says, (await DryRunAsync(wrong)).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_shows_what_it_holds_and_can_be_scaled_once_it_has_a_number()
    {
        var own = await Plane.CreateNamespaceAsync();
        await Plane.Kubectl.ApplyAsync(SampleTests.Sample("verifierpool.yaml"), own);
        await Plane.Kubectl.RunAsync("patch", "vpool", "sandboxes", "-n", own, "--type=merge", "-p", """{"spec": {"replicas": 3}}""");
        await Plane.Kubectl.RunAsync("patch", "vpool", "sandboxes", "-n", own, "--type=merge", "--subresource=status", "-p", """
            {"status": {"replicas": 3, "readyReplicas": 2, "verifiers": "2/3", "selector": "app=pool", "checks": "Math,Python", "ratio": "1:4", "floor": 12, "queue": 0,
             "consumers": [{"kind": "ReasoningService", "name": "math", "accelerators": 8, "replicas": 12}],
             "conditions": [{"type": "Ready", "status": "True", "reason": "Serving", "message": "as asked", "lastTransitionTime": "2026-01-31T12:00:00Z"}]}}
            """);
        await Plane.Kubectl.RunAsync("scale", "vpool/sandboxes", "--replicas=5", "-n", own);

        Assert.Equal(["NAME READY CHECKS REPLICAS FLOOR QUEUE RATIO AGE", "sandboxes True Math,Python 2/3 12 0 1:4"], Rows(await Plane.Kubectl.RunAsync("get", "vpool", "-n", own), 7));
        var scale = JsonNode.Parse(await Plane.Kubectl.RunAsync("get", "--raw", $"/apis/{ReasoningService.Version}/namespaces/{own}/verifierpools/sandboxes/scale"))!;
        Assert.Equal((5, 3, "app=pool"), ((int)scale["spec"]!["replicas"]!, (int)scale["status"]!["replicas"]!, (string)scale["status"]!["selector"]!));
    }

    [Fact]
    public async Task It_can_be_scaled_and_got_by_short_name_and_category()
    {
        var own = await Plane.CreateNamespaceAsync();
        await Plane.Kubectl.ApplyAsync(SampleTests.Sample("arithmetic.yaml"), own);
        await Plane.Kubectl.RunAsync("scale", "rsvc/math", "--replicas=3", "-n", own);
        await Plane.Kubectl.RunAsync("patch", "rsvc", "math", "-n", own, "--type=merge", "--subresource=status", "-p", """
            {"status": {"observedGeneration": 2, "replicas": 3, "readyReplicas": 2, "engines": "2/3", "selector": "app=math", "strategy": "MajorityVote", "votes": 5, "keyValueOccupancy": "71%",
             "endpoint": "http://math.team-a/v1", "conditions": [{"type": "Ready", "status": "True", "reason": "Serving", "message": "as asked", "lastTransitionTime": "2026-01-31T12:00:00Z"}]}}
            """);

        var scale = JsonNode.Parse(await Plane.Kubectl.RunAsync("get", "--raw", $"/apis/{ReasoningService.Version}/namespaces/{own}/reasoningservices/math/scale"))!;
        Assert.Equal((3, 3, "app=math"), ((int)scale["spec"]!["replicas"]!, (int)scale["status"]!["replicas"]!, (string)scale["status"]!["selector"]!));
        var table = await Plane.Kubectl.RunAsync("get", "reasonops", "-n", own);
        Assert.Equal(["NAME READY MODEL STRATEGY VOTES REPLICAS KV ENDPOINT AGE", "reasoningservice.reasonops.io/math True math MajorityVote 5 2/3 71% http://math.team-a/v1"], Rows(table, 8));
        Assert.Equal("Serving", Rows(await Plane.Kubectl.RunAsync("get", "rsvc", "-n", own, "-o", "wide"), 9)[1].Split(' ')[^1]);
    }

    /// <param name="most">Cells of the second row: an age is no two times the same.</param>
    private static string[] Rows(string table, int most)
    {
        var rows = table.Trim().Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return [string.Join(' ', rows[0]), string.Join(' ', rows[1].Take(most))];
    }

    /// <summary>A server sorts what it does not know, and drops the noughts of 0.50.</summary>
    private static string Plain(ManifestResult result) => Plain(JsonNode.Parse(Assert.Single(ObjectTests.Written(result))))!.ToJsonString();

    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonObject mapping => new JsonObject(mapping.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Plain(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Plain)]),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => (double)number,
        _ => node?.DeepClone(),
    };

    private async Task<(string? Refusal, JsonNode? Kept)> DryRunAsync(JsonObject manifest)
    {
        using var body = new StringContent(manifest.ToJsonString(), null, "application/json");
        using var answer = await Plane.Client.PostAsync($"apis/{ReasoningService.Version}/namespaces/default/{Definition.Of(manifest).Kind.Plural}?dryRun=All", body);
        var text = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return answer.IsSuccessStatusCode ? (null, text) : ((string)text["message"]!, null);
    }

    [GeneratedRegex(@"^ *(\w+)\t", RegexOptions.Multiline)]
    private static partial Regex Fields();
}

/// <summary>A control plane that knows the kind, and a namespace of one's own.</summary>
public sealed class InstalledDefinition : IAsyncLifetime
{
    private readonly SharedControlPlane _shared = new();

    public LocalControlPlane Plane => _shared.Plane;

    public string Namespace { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await _shared.InitializeAsync();
        await CrdInstaller.InstallAsync(Plane);
        Namespace = await Plane.CreateNamespaceAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
