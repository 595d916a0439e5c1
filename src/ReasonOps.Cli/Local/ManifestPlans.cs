using ReasonOps.Api.Kinds;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Capacity.Verifiers;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.RolloutJobs.Desired;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.RolloutJobs.Plan;
using ReasonOps.Operator.VerifierPools.Desired;
using ReasonOps.Operator.VerifierPools.Observe;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Cli.Local;

/// <summary>What an operator would make of a manifest on a cluster that holds nothing else: no engine runs yet, so that pools have their fewest verifiers.</summary>
internal sealed class ManifestPlans(ManifestResult manifest, Observed observed, WorkloadOptions options, string @namespace)
{
    private readonly ServicePlan[] _services = [.. manifest.Services.Select(service =>
        ServicePlanner.Plan(service, Owner(service.Metadata, @namespace), observed, options, Named(manifest.PoolOf(service))))];

    private readonly PoolPlan[] _pools = [.. manifest.Pools.Select(pool => Plan(pool, manifest, observed, options, @namespace))];

    private readonly RolloutPlan[] _rollouts = [.. manifest.Jobs.Select(job => Plan(job, manifest, observed, options, @namespace))];

    public IEnumerable<DesiredObject> Children =>
        [.. _services.SelectMany(DesiredObjects.Of), .. _pools.SelectMany(PoolObjects.Of), .. _rollouts.SelectMany(RolloutObjects.Of)];

    public IEnumerable<(string Name, Remark Remark)> Remarks =>
        _services.Concat<OwnerPlan>(_pools).Concat(_rollouts).SelectMany(plan => plan.Remarks.Select(remark => (plan.Name, remark)))
            .Concat(_rollouts.Where(plan => plan.Stage == RolloutStage.Waiting).Select(plan => (plan.Name, new Remark(Blocks: true, plan.Why.Reason, plan.Why.Message))));

    /// <summary>As it is when it begins: its partitions are drawn, and no dataset is written yet.</summary>
    private static RolloutPlan Plan(RolloutJob job, ManifestResult manifest, Observed observed, WorkloadOptions options, string @namespace)
    {
        var service = manifest.Services.FirstOrDefault(each => each.Metadata.Name == job.Spec.Policy.ServiceRef.Name && each.Metadata.Namespace == job.Metadata.Namespace);
        var pool = manifest.Pools.FirstOrDefault(each => each.Metadata.Name == job.Spec.Verify?.PoolRef?.Name && each.Metadata.Namespace == job.Metadata.Namespace);
        var world = new RolloutWorld(observed, service is null ? null : new(service.Metadata.Name, service), Named(pool), PartitionReports.None);
        return RolloutPlanner.Plan(job, Owner(job.Metadata, @namespace), world, options, last: null, RolloutPace.Usual, DateTimeOffset.UnixEpoch);
    }

    private static PoolPlan Plan(VerifierPool pool, ManifestResult manifest, Observed observed, WorkloadOptions options, string @namespace)
    {
        var world = new PoolWorld(observed, Consumers(pool, manifest), new PoolLoad(0, 0, 0), Answered: false);
        var size = PlannedSize.Of(pool.Spec, world, (null, PoolTrend.None), PoolPace.Usual, DateTimeOffset.UnixEpoch);
        return PoolPlanner.Plan(pool, Owner(pool.Metadata, @namespace), world, options, size);
    }

    /// <summary>One that is not in the manifest may be in the cluster.</summary>
    private static Consumer[] Consumers(VerifierPool pool, ManifestResult manifest) =>
    [
        .. (pool.Spec.Sizing!.Serves ?? []).Select(each => (Kind: each.Kind.ToString(), each.Name))
            .Concat(manifest.Services.Where(service => manifest.PoolOf(service) == pool).Select(service => (Kind: ReasoningService.KindName, service.Metadata.Name)))
            .Distinct().OrderBy(each => each.Kind, StringComparer.Ordinal).ThenBy(each => each.Name, StringComparer.Ordinal)
            .Select(each => new Consumer(each.Kind, each.Name, IsThere: true, Accelerators: 0)),
    ];

    private static ReferencedPool? Named(VerifierPool? pool) => pool is null ? null : new(pool.Metadata.Name, IsReady: false, pool.Spec.Keys?.SecretRef);

    /// <summary>Without a UID, which only an API server gives: what has an owner that does not exist is soon collected.</summary>
    private static V1ObjectMeta Owner(ObjectMetadata metadata, string @namespace) => new() { Name = metadata.Name, Namespace = metadata.Namespace ?? @namespace, Labels = metadata.Labels };
}
