using ReasonOps.Kubernetes.Models;

namespace ReasonOps.ProcessNode.Names;

/// <summary>
/// The pods behind a Service, found here by its selector: Endpoints objects cannot hold addresses on loopback, so the cluster's own
/// controller makes none for these pods.
/// </summary>
internal static class Endpoints
{
    public static IEnumerable<string> Of(V1Service service, IEnumerable<V1Pod> pods) =>
        service.Spec?.Selector is not { Count: > 0 } selector ? []
            : pods.Where(pod => pod.Metadata.Namespace == service.Metadata.Namespace && Matches(selector, pod) && IsServed(service, pod))
                .Select(pod => pod.Status!.PodIP!).Order(StringComparer.Ordinal);

    private static bool Matches(IReadOnlyDictionary<string, string> selector, V1Pod pod) =>
        selector.All(pair => pod.Metadata.Labels?.GetValueOrDefault(pair.Key) == pair.Value);

    private static bool IsServed(V1Service service, V1Pod pod) =>
        pod.Status?.PodIP is not null
        && (service.Spec!.PublishNotReadyAddresses == true
            || pod.Metadata.DeletionTimestamp is null && pod.Status.Conditions?.Any(condition => condition is { Type: "Ready", IsTrue: true }) == true);
}
