using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Informers;

public sealed record InformerOptions<T> where T : class, IKubernetesObject
{
    /// <summary>Which objects, chosen by the server.</summary>
    public ListOptions Select { get; init; } = new();

    /// <summary>Labels that <see cref="IInformer{T}.WithLabel"/> may be asked for.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    /// <summary>What is kept of an object; by default all that the client read.</summary>
    public Func<T, T>? Transform { get; init; }

    /// <summary>
    /// A watch without an event or a bookmark for so long is taken for dead. Servers send a bookmark about once a minute, so several were missed.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>
    /// Lists anew this often, give or take a tenth, though the watch is well: an event that got lost on its way, by a proxy's fault or ours, is not
    /// wrong forever.
    /// </summary>
    public TimeSpan Relist { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Tells all objects again, from the cache, this often; never by default.</summary>
    public TimeSpan? Resync { get; init; }
}
