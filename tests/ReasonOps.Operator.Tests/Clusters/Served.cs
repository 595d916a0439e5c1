using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Operator.Hosting;

namespace ReasonOps.Operator.Tests.Clusters;

/// <summary>A control plane that serves our kinds.</summary>
internal static class Served
{
    private static readonly Lock OneAtATime = new();
    private static readonly Dictionary<LocalControlPlane, Task> Installed = [];

    /// <summary>Once for each plane, however many tests ask.</summary>
    public static Task InstallCrdsAsync(this LocalControlPlane plane)
    {
        lock (OneAtATime)
        {
            if (!Installed.TryGetValue(plane, out var installing)) Installed.Add(plane, installing = CrdInstaller.InstallAsync(plane));
            return installing;
        }
    }

    public static KubernetesClient CreateOperatorClient(this LocalControlPlane plane) => new(
        KubernetesConfiguration.FromFiles([plane.KubeConfigPath]), OperatorOptions.ClientOptions(queriesPerSecond: 500, TimeProvider.System));
}
