using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Local;

/// <summary>Finds <c>embedded://name</c>: a folder beside the executable, or under <c>--models</c>.</summary>
public static class EmbeddedModels
{
    private const string Scheme = "embedded://";

    /// <summary>The folder of a model that this machine can run.</summary>
    /// <param name="place">What the user would have to change.</param>
    /// <param name="otherwise">What else could be done.</param>
    /// <exception cref="WrongInputException">It is not an embedded model, or not one of those that are there.</exception>
    public static string Find(string place, string uri, string? models, string otherwise = "name engines that already run in spec.engine.endpoints")
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal))
            throw new WrongInputException(
                $"{place}: \"{uri}\" cannot be started on one machine; use {Scheme}NAME, or {otherwise}");
        var root = models ?? Path.Combine(AppContext.BaseDirectory, "models");
        var name = uri[Scheme.Length..];
        var folder = Path.Combine(root, name);
        // A name, not a way out of the folder.
        return name is not ("" or "." or "..") && Path.GetFileName(name) == name && Directory.Exists(folder)
            ? folder
            : throw new WrongInputException($"{place}: there is no model \"{name}\" in {root}; known: {Known(root)}");
    }

    /// <summary>The folder of an embedded model that ships, or one given as a path.</summary>
    public static string Find(string place, string uriOrFolder) =>
        uriOrFolder.Contains("://", StringComparison.Ordinal)
            ? Find(place, uriOrFolder, models: null)
            : Path.TrimEndingDirectorySeparator(Path.GetFullPath(uriOrFolder));

    private static string Known(string root) =>
        Directory.Exists(root) ? string.Join(", ", Directory.GetDirectories(root).Select(Path.GetFileName).Order()) : "none";
}
