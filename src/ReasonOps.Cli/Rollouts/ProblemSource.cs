using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Rollouts;

/// <summary>Where a job's problems are.</summary>
internal static class ProblemSource
{
    /// <exception cref="WrongInputException">There is no such file, or nobody knows how to read from there.</exception>
    public static async Task<Stream> OpenAsync(string uri, HttpClient http, CancellationToken cancellation)
    {
        if (uri.StartsWith("http://", StringComparison.Ordinal) || uri.StartsWith("https://", StringComparison.Ordinal))
            return await http.GetStreamAsync(new Uri(uri), cancellation);
        if (uri.Contains("://", StringComparison.Ordinal))
            throw new WrongInputException($"spec.problems.uri {uri}: problems are read from a file, http:// or https:// on one machine");
        return File.Exists(uri) ? File.OpenRead(uri) : throw new WrongInputException($"spec.problems.uri {uri}: no such file");
    }
}
