using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.ControlPlane;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Events;

/// <summary>On a real API server.</summary>
public sealed class RealEventRecorderTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    [Fact]
    public async Task Kubectl_describe_shows_them_counted()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        var job = await cluster.PutAsync(Job, Parent("math"));
        using var stop = new CancellationTokenSource();
        using var recorder = new EventRecorder(cluster.Client, "reasonops-operator", "pod-1", TimeProvider.System, NullLogger<EventRecorder>.Instance);
        var running = recorder.RunAsync(stop.Token);
        var about = new ObjectReference(Job.ApiVersion, Job.Kind, cluster.Namespace, "math", job.Metadata.Uid, job.Metadata.ResourceVersion);
        for (var i = 0; i < 3; i++) recorder.Record(about, EventType.Warning, "NotScheduled", "no node has a GPU");
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromMinutes(1));
        var described = await cluster.Plane.Kubectl.RunAsync("-n", cluster.Namespace, "describe", "jobs.tests.reasonops.io", "math");
        Assert.Matches(@"Warning\s+NotScheduled\s+\S+ \(x3 over \S+\)\s+reasonops-operator\s+no node has a GPU", described);
    }
}
