using ReasonOps.Api.RolloutJobs;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.RolloutJobs.Observe;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.RolloutJobs.Plan;

/// <summary>Decides everything of one job. Pure: the same in, the same out.</summary>
public static class RolloutPlanner
{
    private static readonly string[] QueueLabels = ["kueue.x-k8s.io/queue-name", "kueue.x-k8s.io/priority-class"];

    /// <param name="job">Valid and defaulted.</param>
    /// <param name="owner">With name and namespace; without UID, children name no owner.</param>
    /// <param name="world">As it is now.</param>
    /// <param name="options">As the operator was started with.</param>
    /// <param name="last">As it was told last; null for one that never was.</param>
    /// <param name="pace">Of jobs.</param>
    /// <param name="now">Of this pass.</param>
    public static RolloutPlan Plan(
        RolloutJob job, V1ObjectMeta owner, RolloutWorld world, WorkloadOptions options, RolloutJobStatus? last, RolloutPace pace, DateTimeOffset now)
    {
        job = job with { Spec = job.Spec with { Partitions = last?.Partitions ?? job.Spec.Partitions } };
        var names = new RolloutNames(owner.Name!);
        var (draw, write) = (DrawState.Of(world.Observed, names, job.Spec.Partitions!.Value), JobState.Of(world.Observed.Find("Job", names.Write)));
        var started = last?.StartTime ?? draw.StartedAt;
        var stage = RolloutStages.Of(job.Spec, world, draw, write, last, started, now);
        var snapshot = Snapshot(world, owner.Namespace!, options);
        var live = world.Observed.Children.Where(child => child.Type == ChildKinds.Job).ToDictionary(child => child.Live.Metadata.Name!, child => child.Live);
        return new()
        {
            Job = job,
            Owner = owner,
            Served = world.Observed.Served,
            ClusterDomain = options.ClusterDomain,
            OperatorNamespace = options.OperatorNamespace,
            Stage = stage.Stage,
            Why = stage.Why,
            Draw = draw,
            Write = write,
            Image = PlannedImage.Of("worker", job.Spec.Worker?.Image, live.GetValueOrDefault(names.Draw) ?? live.Values.FirstOrDefault(), options.Image),
            Snapshot = snapshot?.Snapshot,
            StartsEngines = world.Service?.Service?.Spec.Engine?.Endpoints is not { Count: > 0 },
            Live = live,
            QueueLabels = (owner.Labels ?? new Dictionary<string, string>()).Where(label => QueueLabels.Contains(label.Key)).ToDictionary(),
            IsOutlived = Outlived(job.Spec, stage.Stage, last, now),
            StartTime = started,
            NextLook = NextLook(job.Spec, stage.Stage, last, pace, now),
            Reports = world.Reports,
            Remarks = [.. snapshot?.Remarks ?? [], .. Paths(job.Spec)],
        };
    }

    /// <summary>As gateways of the service have it, without its tenants.</summary>
    private static PlannedSnapshot? Snapshot(RolloutWorld world, string @namespace, WorkloadOptions options)
    {
        if (world.Service?.Service is not { } service) return null;
        var names = new ServiceNames(service.Metadata.Name);
        var spans = DeviceRequest.Of(service.Spec.Engine!.Accelerator) is { Nodes: > 1 } && service.Spec.Engine.Endpoints is not { Count: > 0 };
        return PlannedSnapshot.Of(
            service with { Spec = service.Spec with { Tenants = [] } }, world.Observed.Secrets, ServicePlanner.EnginesUrl(names.EngineService(spans), @namespace, options.ClusterDomain),
            WithoutEngines.Fail, PlannedPool.Of(world.Pool, @namespace, options.ClusterDomain, world.Observed.Secrets));
    }

    private static bool Outlived(RolloutJobSpec spec, RolloutStage stage, RolloutJobStatus? last, DateTimeOffset now) =>
        stage is RolloutStage.Complete or RolloutStage.Failed && spec.TtlAfterFinished is { Span: var kept } && last?.CompletionTime is { } ended && now >= ended + kept;

    private static TimeSpan? NextLook(RolloutJobSpec spec, RolloutStage stage, RolloutJobStatus? last, RolloutPace pace, DateTimeOffset now) => stage switch
    {
        RolloutStage.Drawing or RolloutStage.Writing => pace.Look,
        RolloutStage.Complete or RolloutStage.Failed when spec.TtlAfterFinished is { Span: var kept } =>
            last?.CompletionTime is not { } ended ? pace.Look : now >= ended + kept ? null : ended + kept - now + TimeSpan.FromSeconds(1),
        _ => null,
    };

    /// <summary>Every pod has a file system of its own.</summary>
    private static IEnumerable<Remark> Paths(RolloutJobSpec spec)
    {
        foreach (var (field, uri) in new[] { ("spec.problems.uri", spec.Problems.Uri), ("spec.output.uri", spec.Output.Uri) })
            if (!uri.Contains("://", StringComparison.Ordinal) && spec.Worker?.PodTemplate is null)
                yield return new(Blocks: false, "PathInPod", $"{field}: {uri} is a path in each worker's own file system; use pvc://claim/path, or mount a volume there in worker.podTemplate");
    }
}
