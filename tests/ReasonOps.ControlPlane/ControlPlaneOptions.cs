namespace ReasonOps.ControlPlane;

/// <param name="Controllers">kube-controller-manager: garbage collection, Deployments, Endpoints, namespaces that really go. About 100 MB and two seconds.</param>
/// <param name="Scheduler">kube-scheduler: pods get a node.</param>
public sealed record ControlPlaneOptions(bool Controllers = false, bool Scheduler = false)
{
    /// <summary>Beside the harness's own.</summary>
    public IReadOnlyList<string> ApiServerArguments { get; init; } = [];

    public IReadOnlyList<string> ControllerManagerArguments { get; init; } = [];

    public static ControlPlaneOptions Whole { get; } = new(Controllers: true, Scheduler: true);
}
