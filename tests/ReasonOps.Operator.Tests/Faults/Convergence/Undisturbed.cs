using System.Collections.Concurrent;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Operator.Tests.Faults.Convergence;

/// <summary>A run of a manifest in which nothing goes wrong: what it leaves, and what it wrote to get there.</summary>
/// <param name="Writes">As <c>apply deployments math-engine</c>, in order.</param>
internal sealed record Undisturbed(Picture Picture, IReadOnlyList<string> Writes)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly ConcurrentDictionary<(ControlPlaneOptions, string), Lazy<Task<Undisturbed>>> Known = new();

    /// <summary>Run once for each manifest and sort of control plane.</summary>
    public static Task<Undisturbed> OfAsync(LocalControlPlane plane, string manifest) =>
        Known.GetOrAdd((plane.Options, manifest), _ => new(() => RunAsync(plane, manifest))).Value;

    private static Task<Undisturbed> RunAsync(LocalControlPlane plane, string manifest) =>
        Until.FoundAsync("a run is undisturbed", () => OnceAsync(plane, manifest));

    /// <returns>Null: the server, which does not know our kinds for half a minute after it was started, refused something.</returns>
    private static async Task<Undisturbed?> OnceAsync(LocalControlPlane plane, string manifest)
    {
        await using var stage = await Stage.OpenAsync(plane);
        var alone = await stage.StartAsync();
        await stage.ApplyAsync(manifest);
        await stage.SaidAsync("Accepted", "True");
        await Until.TrueAsync("an undisturbed run is quiet", () => Converged.IsQuietAsync([alone], Quiet));
        return alone.Story.Any(line => line.Contains("was refused", StringComparison.Ordinal)) ? null
            : new(await stage.PictureAsync(), [.. alone.Writes.Select(write => $"{write.Verb} {write.Resource} {write.Name}")]);
    }
}
