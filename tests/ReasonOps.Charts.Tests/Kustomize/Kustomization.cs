using ReasonOps.Charts.Tests.Rendering;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Kustomize;

internal static class Kustomization
{
    public static async Task<IReadOnlyList<Manifest>> BuildAsync(string folder)
    {
        var result = await KubeTools.RunAsync("kubectl", ["kustomize", Repository.PathOf(folder)], null, null, CancellationToken.None);
        return result.ExitCode == 0 ? Chart.Parse(result.Output) : throw new ToolFailedException(result);
    }
}
