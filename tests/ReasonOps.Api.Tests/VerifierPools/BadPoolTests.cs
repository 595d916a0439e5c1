using ReasonOps.Api.Manifests;

namespace ReasonOps.Api.Tests.VerifierPools;

/// <summary>One mistake at a time in a pool that is right otherwise, and what the documents of one text say of each other.</summary>
public class BadPoolTests
{
    private const string Right = """
        apiVersion: reasonops.io/v1alpha1
        kind: VerifierPool
        metadata:
          name: sandboxes
        spec:
          checks: [Math, Python]
          isolation: {mode: Landlock}
          workers: 2
          limits: {cpu: 10s, memory: 512Mi, processes: 64}
          sizing:
            ratio: {preset: HGX}
            serves: [{kind: ReasoningService, name: math}]
            minReplicas: 2
            maxReplicas: 8

        """;

    private const string Service = """
        ---
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: math}
        spec:
          model: {name: m, uri: "embedded://arithmetic"}
          verification: {poolRef: {name: sandboxes}}
          tenants: [{name: t, keys: {secretRef: {name: k}}}]

        """;

    [Fact]
    public void The_pool_that_mistakes_are_put_in_has_none() => Assert.Equal([], ManifestReader.Read(Right).Errors);

    [Theory]
    [InlineData("checks: [Math, Python]", "checks: []", 6, "spec.checks", "is empty; list what the pool decides, as [Math, Python]")]
    [InlineData("checks: [Math, Python]", "checks: [Math, Pyton]", 6, "spec.checks[1]", "\"Pyton\" is not a check; did you mean Python?")]
    [InlineData("checks: [Math, Python]", "checks: [Math, Math]", 6, "spec.checks[1]", "\"Math\" is there already, at [0]; keep one")]
    [InlineData("  checks: [Math, Python]\n", "", 5, "spec.checks", "is required")]
    [InlineData("  isolation: {mode: Landlock}\n", "", 5, "spec.isolation", "is required")]
    [InlineData("{mode: Landlock}", "{}", 7, "spec.isolation.mode", "is required; choose Namespaces, Landlock or RuntimeClass (docs/verifierpool.md says what each stops)")]
    [InlineData("mode: Landlock", "mode: gVisor", 7, "spec.isolation.mode", "\"gVisor\" is not a mode of isolation; use Namespaces, Landlock or RuntimeClass")]
    [InlineData("mode: Landlock", "mode: RuntimeClass", 7, "spec.isolation.runtimeClassName", "is required by mode RuntimeClass; name the class, as gvisor")]
    [InlineData("mode: Landlock", "mode: Landlock, runtimeClassName: gvisor", 7, "spec.isolation.runtimeClassName", "cannot be set beside mode Landlock; take it away or set the mode to RuntimeClass")]
    [InlineData("workers: 2", "workers: 0", 8, "spec.workers", "0 is below 1; raise it to 1 or more")]
    [InlineData("workers: 2", "queue: 0", 8, "spec.queue", "0 is below 1; raise it to 1 or more")]
    [InlineData("cpu: 10s", "cpu: 2h", 9, "spec.limits.cpu", "2h is above 1h; lower it to 1h or less")]
    [InlineData("memory: 512Mi", "memory: 1Mi", 9, "spec.limits.memory", "1048576 bytes are below 16Mi, which an interpreter needs to start; raise it")]
    [InlineData("memory: 512Mi", "memory: -1", 9, "spec.limits.memory", "-1 is not above 0")]
    [InlineData("memory: 512Mi", "files: 2Ti", 9, "spec.limits.files", "2199023255552 bytes are above 1Ti; lower it")]
    [InlineData("processes: 64", "network: All", 9, "spec.limits.network", "\"All\" is not a kind of network access; use None")]
    [InlineData("preset: HGX", "preset: DGX", 11, "spec.sizing.ratio.preset", "\"DGX\" is not a preset; did you mean HGX?")]
    [InlineData("preset: HGX", "preset: HGX, accelerators: 4", 11, "spec.sizing.ratio.accelerators", "cannot be set beside a preset, which says it; take one away")]
    [InlineData("preset: HGX", "accelerators: 4", 11, "spec.sizing.ratio.coresPerCpu", "is required without a preset; give it, or a preset: HGX, GB200-NVL72 or Trainium2")]
    [InlineData("kind: ReasoningService,", "kind: Service,", 12, "spec.sizing.serves[0].kind", "\"Service\" is not a kind that asks a pool; use ReasoningService or RolloutJob")]
    [InlineData("name: math}]", "name: math}, {kind: ReasoningService, name: math}]", 12, "spec.sizing.serves[1]", "\"ReasoningService math\" is there already, at [0]; keep one")]
    [InlineData("maxReplicas: 8", "maxReplicas: 1", 14, "spec.sizing.maxReplicas", "1 is below minReplicas 2; raise maxReplicas to 2 or lower minReplicas")]
    [InlineData("    maxReplicas: 8\n", "", 10, "spec.sizing.maxReplicas", "is required")]
    [InlineData("name: sandboxes", "name: Sand_Boxes", 4, "metadata.name", "\"Sand_Boxes\" is not a DNS-1123 label (lower-case letters, digits and '-', with a letter or digit at both ends); try sand-boxes")]
    [InlineData("io/v1alpha1", "io/v1", 1, "apiVersion", "\"reasonops.io/v1\" is not served; use reasonops.io/v1alpha1")]
    public void A_mistake_is_named_with_its_line_its_field_and_the_way_out(string right, string wrong, int line, string path, string message)
    {
        Assert.Contains(right, Right, StringComparison.Ordinal);

        var result = ManifestReader.Read(Right.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal([new ManifestError(line, path, message)], result.Errors);
        Assert.Empty(result.Pools);
    }

    [Fact]
    public void A_text_holds_pools_beside_services_and_a_service_finds_its_own()
    {
        var result = ManifestReader.Read(Right + Service);

        Assert.Equal([], result.Errors);
        Assert.Equal(["spec.verification"], result.Warnings.Select(warning => warning.Path));
        Assert.Same(Assert.Single(result.Pools), result.PoolOf(Assert.Single(result.Services)));
    }

    [Theory]
    [InlineData("poolRef: {name: sandboxes}", "poolRef: {name: sandboxs}", 21, "spec.verification.poolRef.name", "\"sandboxs\" is no VerifierPool of this manifest; did you mean sandboxes?")]
    [InlineData("metadata: {name: math}", "metadata: {name: reasoner}", 12, "spec.sizing.serves[0].name", "\"math\" is no ReasoningService of this manifest, which has reasoner")]
    public void A_name_that_the_text_does_not_hold_is_a_warning(string right, string wrong, int line, string path, string message)
    {
        var result = ManifestReader.Read(Right + Service.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Equal([], result.Errors);
        Assert.Contains(new ManifestError(line, path, message), result.Warnings);
    }

    [Fact]
    public void A_name_that_stands_twice_is_a_mistake_for_objects_of_one_kind_only()
    {
        Assert.Equal([], ManifestReader.Read(Right.Replace("name: sandboxes", "name: math", StringComparison.Ordinal) + Service).Errors);

        Assert.Equal([new ManifestError(15, "metadata.name", "\"sandboxes\" is also the name of the pool on line 1")], ManifestReader.Read($"{Right}---\n{Right}").Errors.Select(error => error with { Line = error.Line - 1 }));
    }
}
