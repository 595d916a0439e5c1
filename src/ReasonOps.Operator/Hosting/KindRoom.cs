using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Controllers;
using ReasonOps.Kubernetes.Health;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Hosting;

/// <summary>One kind of ours at work: its objects, its controller's loop, and what wakes it.</summary>
internal sealed class KindRoom<T>(
    IInformer<T> objects, IEntityController<T> controller, string name, OperatorOptions options, IKubernetesClient client, Heartbeat heartbeat, ILoggerFactory loggers)
    : IDisposable where T : class, IKubernetesObject
{
    /// <summary>Children and pods change many times in a moment; one pass sees all of it, and one status is written.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly ControllerLoop<T> _loop = new(
        client, objects, controller, [], new(name) { Workers = options.Workers }, heartbeat, options.Time, loggers.CreateLogger<ControllerLoop<T>>());

    public IInformer<T> Objects => objects;

    /// <param name="settled">Whether nothing more is about to come with it.</param>
    public void Wake(ObjectKey key, bool settled = false) => _loop.EnqueueAfter(key, settled ? TimeSpan.Zero : Settling);

    public void WakeAll(Func<T, bool>? which = null)
    {
        foreach (var each in objects.All)
            if (which?.Invoke(each) ?? true) Wake(ObjectKey.Of(each));
    }

    /// <param name="cancellation">Lets passes under way end.</param>
    /// <param name="lost">Ends them too.</param>
    public Task RunAsync(CancellationToken cancellation, CancellationToken lost) => _loop.RunAsync(cancellation, lost);

    public void Dispose() => _loop.Dispose();
}
