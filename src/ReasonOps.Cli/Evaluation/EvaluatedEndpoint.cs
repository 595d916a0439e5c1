using System.CommandLine;
using ReasonOps.Cli.Output;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Cli.Evaluation;

/// <summary>What <c>evaluate --endpoint</c> asks: a service that runs already, as whoever the key belongs to.</summary>
/// <param name="Url">Up to and with <c>/v1</c>.</param>
/// <param name="Key">A secret, so it is no part of any message.</param>
internal sealed record EvaluatedEndpoint(Uri Url, string Key, string Model)
{
    public static Option<string?> UrlOption { get; } = new("--endpoint")
    {
        Description = "A service that runs already, up to and with /v1; instead of a manifest", HelpName = "URL",
    };

    public static Option<string?> KeyOption { get; } = new("--key-file") { Description = "Of an endpoint: a file whose first line is the key", HelpName = "FILE" };

    public static Option<string?> ModelOption { get; } = new("--model") { Description = "Of an endpoint; the first it serves unless said", HelpName = "NAME" };

    /// <returns>Null where none was given.</returns>
    /// <exception cref="WrongInputException">It is no address, or has no key or model.</exception>
    public static async Task<EvaluatedEndpoint?> ReadAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(UrlOption) is not { } text) return null;
        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new WrongInputException($"--endpoint {text}: is not an address; write it as http://127.0.0.1:8080/v1");
        var key = await KeyAsync(parsed.GetValue(KeyOption), cancellation);
        return new EvaluatedEndpoint(url, key, parsed.GetValue(ModelOption) ?? await FirstModelAsync(url, key, cancellation));
    }

    private static async Task<string> KeyAsync(string? path, CancellationToken cancellation)
    {
        if (path is null) return "none";
        if (!File.Exists(path)) throw new WrongInputException($"--key-file {path}: no such file");
        await foreach (var line in File.ReadLinesAsync(path, cancellation))
            if (line.Trim() is { Length: > 0 } key && key[0] != '#') return key;
        throw new WrongInputException($"--key-file {path}: holds no key");
    }

    private static async Task<string> FirstModelAsync(Uri url, string key, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        try
        {
            var models = await new OpenAiClient(http, url, key).ModelsAsync(cancellation);
            return models.Data.Count > 0 ? models.Data[0].Id : throw new WrongInputException($"--endpoint {url}: serves no model; name one with --model");
        }
        catch (Exception e) when (e is ApiException or MalformedResponseException)
        {
            throw new IOException($"--endpoint {url}: {e.Message}", e);
        }
    }
}
