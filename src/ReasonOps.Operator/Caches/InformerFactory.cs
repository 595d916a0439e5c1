using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Caches;

/// <summary>Makes the operator's informers, over all namespaces or only those it was given.</summary>
/// <param name="namespaces">Empty: all of them.</param>
public sealed class InformerFactory(IKubernetesClient client, IReadOnlyList<string> namespaces, TimeProvider time, ILoggerFactory loggers)
{
    public IInformer<T> Make<T>(EntityType type, InformerOptions<T>? options = null) where T : class, IKubernetesObject => namespaces.Count == 0
        ? Of(type, options ?? new(), null)
        : new NamespacedInformer<T>(namespaces.Distinct().ToDictionary(name => name, IInformer<T> (name) => Of(type, options ?? new(), name)));

    private Informer<T> Of<T>(EntityType type, InformerOptions<T> options, string? @namespace) where T : class, IKubernetesObject =>
        new Informer<T>(client, type, options with { Select = options.Select with { Namespace = @namespace } }, time, loggers.CreateLogger<Informer<T>>());
}
