using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Local;

/// <summary>Reads the one service of a manifest, or says everything that is wrong with it.</summary>
public static class ManifestFile
{
    public static async Task<ReasoningService> ReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path)) throw new WrongInputException($"{path}: no such file");
        var result = ManifestReader.Read(await File.ReadAllTextAsync(path, cancellation));
        foreach (var warning in result.Warnings) Console.Error.WriteLine($"{warning.Render(path)} (ignored)");
        if (!result.IsValid)
        {
            var count = result.Errors.Count == 1 ? "1 error" : $"{result.Errors.Count} errors";
            throw new WrongInputException([.. result.Errors.Select(error => error.Render(path)), $"{count}, nothing was started"]);
        }
        if (result.Services is not [var service])
            throw new WrongInputException($"{path}: holds {result.Services.Count} services; one machine serves one, put each in a file of its own");
        if (EngineReplicas.Of(service.Spec).Clamped is { } clamped) Console.Error.WriteLine($"{path}  spec.replicas: {clamped}");
        return service;
    }
}
