using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Local;

/// <summary>Reads the services of a manifest, or says everything that is wrong with it.</summary>
public static class ManifestFile
{
    /// <summary>The one service that one machine serves.</summary>
    public static async Task<ReasoningService> ReadAsync(string path, CancellationToken cancellation) =>
        ServiceOf(path, await ReadWholeAsync(path, "nothing was started", cancellation))
        ?? throw new WrongInputException($"{path}: holds no ReasoningService; give a manifest with one");

    /// <summary>The one service that one machine serves, and the pools beside it; or pools alone.</summary>
    public static async Task<(ReasoningService? Service, IReadOnlyList<VerifierPool> Pools)> ReadLocalAsync(string path, CancellationToken cancellation) =>
        Local(path, await ReadWholeAsync(path, "nothing was started", cancellation));

    /// <inheritdoc cref="ReadLocalAsync"/>
    public static (ReasoningService? Service, IReadOnlyList<VerifierPool> Pools) Local(string path, ManifestResult manifest)
    {
        var service = ServiceOf(path, manifest);
        if (service?.Spec.Verification?.PoolRef.Name is { } name && manifest.PoolOf(service) is null)
            throw new WrongInputException($"{path}  spec.verification.poolRef.name: there is no pool \"{name}\" in this manifest; {Known(manifest.Pools)}");
        return (service, manifest.Pools);
    }

    private static string Known(IReadOnlyList<VerifierPool> pools) => pools.Count == 0
        ? "add a VerifierPool of that name, or leave verification out"
        : $"it holds {string.Join(", ", pools.Select(pool => pool.Metadata.Namespace is { } at ? $"{pool.Metadata.Name} (in namespace {at})" : pool.Metadata.Name))}";

    private static ReasoningService? ServiceOf(string path, ManifestResult manifest)
    {
        if (manifest.Services.Count > 1)
            throw new WrongInputException($"{path}: holds {manifest.Services.Count} services; one machine serves one, put each in a file of its own");
        if (manifest.Services is not [var service]) return null;
        if (EngineReplicas.Of(service.Spec).Clamped is { } clamped) Console.Error.WriteLine($"{path}  spec.replicas: {clamped}");
        return service;
    }

    /// <summary>The services alone.</summary>
    /// <inheritdoc cref="ReadWholeAsync"/>
    public static async Task<IReadOnlyList<ReasoningService>> ReadAllAsync(string path, string outcome, CancellationToken cancellation) =>
        (await ReadWholeAsync(path, outcome, cancellation)).Services;

    /// <summary>A manifest with all that is in it.</summary>
    /// <inheritdoc cref="ReadWholeAsync"/>
    public static async Task<ManifestResult> ReadJobsAsync(string path, string outcome, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new WrongInputException($"{path}: no such file");
        var result = ManifestReader.Read(await File.ReadAllTextAsync(path, cancellation));
        foreach (var warning in result.Warnings) Console.Error.WriteLine($"{warning.Render(path)} (ignored)");
        if (result.IsValid) return result;
        var count = result.Errors.Count == 1 ? "1 error" : $"{result.Errors.Count} errors";
        throw new WrongInputException([.. result.Errors.Select(error => error.Render(path)), $"{count}, {outcome}"]);
    }

    /// <summary>A manifest of what is served; jobs in it are told of, and left to <c>rollout</c>.</summary>
    /// <param name="path">Of the manifest.</param>
    /// <param name="outcome">What comes of a mistake, as <c>nothing was started</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<ManifestResult> ReadWholeAsync(string path, string outcome, CancellationToken cancellation)
    {
        var manifest = await ReadJobsAsync(path, outcome, cancellation);
        foreach (var job in manifest.Jobs) Console.Error.WriteLine($"{path}: RolloutJob {job.Metadata.Name} is left out; reasonops rollout -f {path} runs it on this machine, kubectl apply on a cluster");
        return manifest;
    }
}
