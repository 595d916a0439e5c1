using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Local;

/// <summary>Reads the services of a manifest, or says everything that is wrong with it.</summary>
public static class ManifestFile
{
    /// <summary>The one service that one machine serves.</summary>
    public static async Task<ReasoningService> ReadAsync(string path, CancellationToken cancellation)
    {
        var services = await ReadAllAsync(path, "nothing was started", cancellation);
        if (services is not [var service])
            throw new WrongInputException($"{path}: holds {services.Count} services; one machine serves one, put each in a file of its own");
        if (EngineReplicas.Of(service.Spec).Clamped is { } clamped) Console.Error.WriteLine($"{path}  spec.replicas: {clamped}");
        return service;
    }

    /// <summary>The services alone.</summary>
    /// <inheritdoc cref="ReadWholeAsync"/>
    public static async Task<IReadOnlyList<ReasoningService>> ReadAllAsync(string path, string outcome, CancellationToken cancellation) =>
        (await ReadWholeAsync(path, outcome, cancellation)).Services;

    /// <param name="path">Of the manifest.</param>
    /// <param name="outcome">What comes of a mistake, as <c>nothing was started</c>.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<ManifestResult> ReadWholeAsync(string path, string outcome, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new WrongInputException($"{path}: no such file");
        var result = ManifestReader.Read(await File.ReadAllTextAsync(path, cancellation));
        foreach (var warning in result.Warnings) Console.Error.WriteLine($"{warning.Render(path)} (ignored)");
        if (result.IsValid) return result;
        var count = result.Errors.Count == 1 ? "1 error" : $"{result.Errors.Count} errors";
        throw new WrongInputException([.. result.Errors.Select(error => error.Render(path)), $"{count}, {outcome}"]);
    }
}
