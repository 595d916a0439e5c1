using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.Passes;
using ReasonOps.Operator.ReasoningServices.Desired;
using ReasonOps.Operator.ReasoningServices.Observe;
using ReasonOps.Operator.ReasoningServices.Plan;
using ReasonOps.Operator.ReasoningServices.Status;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices;

/// <summary>A service's pass.</summary>
public sealed class ServiceController(
    ServiceObserver observer, ChildrenWriter children, StatusWriter writer, IEventRecorder events, WorkloadOptions options, TimeProvider time)
    : OwnerController<V1Alpha1ReasoningService, ServicePlan, ReasoningServiceStatus>(
        OwnerKind.Service, children, writer, events, time, OperatorJson.Default.ReasoningServiceStatus)
{
    protected override async Task<Begun<ServicePlan>> BeginAsync(V1Alpha1ReasoningService entity, CancellationToken cancellation)
    {
        var read = ManifestReader.ReadService(MetadataOf(entity), entity.Spec);
        var observed = await observer.ObserveAsync(entity, cancellation);
        if (read.Services is not [var service]) return new(null, read.Errors, observed.World);
        var plan = ServicePlanner.Plan(service, entity.Metadata, observed.World, options, observed.Pool);
        return new(plan with { Remarks = [.. plan.Remarks, .. NotServed(read)] }, [], observed.World);
    }

    protected override IReadOnlyList<DesiredObject> Desired(ServicePlan plan) => DesiredObjects.Of(plan);

    protected override ReasoningServiceStatus StatusOf(StatusInput<ServicePlan, ReasoningServiceStatus> input) => ServiceStatus.Of(input);

    protected override void Forget(OwnerKey owner) => observer.Forget(owner);
}
