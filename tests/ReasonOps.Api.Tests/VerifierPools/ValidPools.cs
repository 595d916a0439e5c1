using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.VerifierPools;
using static ReasonOps.Api.Tests.Snapshots.ValidServices;

namespace ReasonOps.Api.Tests.VerifierPools;

/// <summary>Pools without a mistake, with every part now there and now left out.</summary>
internal static class ValidPools
{
    public static Arbitrary<VerifierPool> Pools { get; } = Pool().ToArbitrary();

    private static Gen<VerifierPool> Pool() =>
        from name in Gen.Elements("sandboxes", "a", "team-9")
        from @namespace in Gen.Elements(null, "research")
        from spec in Spec()
        select new VerifierPool
        {
            ApiVersion = ReasoningService.Version,
            Kind = VerifierPool.KindName,
            Metadata = new ObjectMetadata { Name = name, Namespace = @namespace, Labels = new Dictionary<string, string> { ["team"] = "a" } },
            Spec = spec,
        };

    private static Gen<VerifierPoolSpec> Spec() =>
        from checks in Gen.NonEmptyListOf(Gen.Elements(Enum.GetValues<CheckKind>()))
        from isolation in Gen.Elements<IsolationSpec>(
            new() { Mode = IsolationMode.Namespaces }, new() { Mode = IsolationMode.Landlock }, new() { RuntimeClassName = "gvisor" },
            new() { Mode = IsolationMode.RuntimeClass, RuntimeClassName = "kata" })
        from limits in Maybe(Limits())
        from sizing in Maybe(Sizing())
        from replicas in Maybe(Gen.Choose(0, 9))
        from workers in Maybe(Gen.Choose(1, 64))
        from queue in Maybe(Gen.Choose(1, 1000))
        from there in Gen.Elements(true, false)
        select new VerifierPoolSpec
        {
            Checks = [.. checks.Distinct()],
            Isolation = isolation,
            Limits = limits,
            Sizing = sizing,
            Replicas = replicas,
            Workers = workers,
            Queue = queue,
            Keys = there ? new(new SecretReference("callers")) : null,
            Image = there ? "registry/reasonops:1" : null,
            PodTemplate = there ? new JsonObject { ["spec"] = new JsonObject { ["priorityClassName"] = "high" } } : null,
            Monitoring = there ? new MonitoringSpec { PodMonitor = true } : null,
        };

    private static Gen<LimitsSpec> Limits() =>
        from cpu in Maybe(Gen.Choose(1, 3600))
        from wall in Maybe(Gen.Choose(1, 3600))
        from memory in Maybe(Gen.Choose(16, 4096))
        from processes in Maybe(Gen.Choose(1, 4096))
        from files in Maybe(Gen.Choose(1, 1 << 30))
        select new LimitsSpec
        {
            Cpu = cpu is { } seconds ? Duration.FromSeconds(seconds) : null,
            Wall = wall is { } clock ? Duration.FromSeconds(clock) : null,
            Memory = memory is { } mebibytes ? new Quantity((decimal)mebibytes * (1 << 20)) : null,
            Processes = processes,
            Files = files is { } bytes ? new Quantity(bytes) : null,
            Network = wall is null ? null : NetworkAccess.None,
        };

    private static Gen<SizingSpec> Sizing() =>
        from ratio in Gen.Elements<RatioSpec?>(
            null, new() { Preset = RatioPreset.Gb200Nvl72 }, new() { Preset = RatioPreset.Hgx, CoresPerCpu = 64 }, new() { Accelerators = 4, CoresPerCpu = 32 },
            new() { Cpus = 2, Accelerators = 8, CoresPerCpu = 96 })
        from serves in Gen.Elements<ConsumerReference[]?>(
            null, [], [new(ConsumerKind.ReasoningService, "math")], [new(ConsumerKind.ReasoningService, "math"), new(ConsumerKind.RolloutJob, "math")])
        from least in Maybe(Gen.Choose(1, 4))
        from most in Gen.Choose(4, 64)
        select new SizingSpec { Ratio = ratio, Serves = serves, MinReplicas = least, MaxReplicas = most };
}
