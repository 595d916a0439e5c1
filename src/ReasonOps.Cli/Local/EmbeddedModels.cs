using ReasonOps.Cli.Output;
using ReasonOps.Inference.Models;

namespace ReasonOps.Cli.Local;

/// <summary>Finds <c>embedded://name</c>: a folder beside the executable, or under <c>--models</c>.</summary>
public static class EmbeddedModels
{
    private const string Scheme = "embedded://";

    public static ModelFolder Load(string? uri, string? folder)
    {
        var root = folder ?? Path.Combine(AppContext.BaseDirectory, "models");
        if (uri is null || !uri.StartsWith(Scheme, StringComparison.Ordinal))
            throw new WrongInputException($"spec.model.uri: \"{uri}\" cannot be started on one machine; use {Scheme}NAME, or name engines that already run in spec.engine.endpoints");
        var name = uri[Scheme.Length..];
        var path = Path.Combine(root, name);
        if (name.Contains("..", StringComparison.Ordinal) || !Directory.Exists(path))
            throw new WrongInputException($"spec.model.uri: there is no model \"{name}\" in {root}; known: {Known(root)}");
        return ModelFolder.Load(path);
    }

    private static string Known(string root) =>
        Directory.Exists(root) ? string.Join(", ", Directory.GetDirectories(root).Select(Path.GetFileName).Order()) : "none";
}
