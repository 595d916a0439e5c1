using System.Net.Http.Headers;
using System.Text.Json;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;

namespace ReasonOps.Cli.Tests.Children;

/// <summary>A running <c>reasonops up -o json</c> and what it said of itself.</summary>
internal sealed class Up : IAsyncDisposable
{
    private Up(Child child, JsonElement started)
    {
        Child = child;
        Endpoint = started.GetProperty("endpoint").GetString()!;
        Model = started.GetProperty("model").GetString()!;
        Keys = started.GetProperty("keys").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!);
    }

    public Child Child { get; }
    public string Endpoint { get; }
    public string Model { get; }
    public IReadOnlyDictionary<string, string> Keys { get; }

    public static async Task<Up> StartAsync(string manifest, params IEnumerable<string> more)
    {
        var child = Child.Start(["up", "-f", manifest, "--port", "0", "-o", "json", .. more]);
        try
        {
            using var started = JsonDocument.Parse((await child.LineAsync("^{.*}$")).Value);
            return new Up(child, started.RootElement);
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    public Task<ChatResponse> AskAsync(string tenant, string prompt, long? seed = null, ReasonOpsOverrides? overrides = null) =>
        Asking.AskAsync(Endpoint, Keys[tenant], Model, prompt, seed, overrides);

    public ValueTask DisposeAsync() => Child.DisposeAsync();
}

internal static class Asking
{
    private static readonly HttpClient Http = new() { Timeout = Wait.Limit };

    public static ChatRequest Question(string model, string prompt, long? seed = null, ReasonOpsOverrides? overrides = null) => new()
    {
        Model = model, Seed = seed, Reasonops = overrides, Messages = [new ChatMessage { Role = "user", Content = prompt }],
    };

    public static OpenAiClient Client(string endpoint, string? key) => new(Http, new Uri(endpoint), key);

    public static Task<ChatResponse> AskAsync(
        string endpoint, string? key, string model, string prompt, long? seed = null, ReasonOpsOverrides? overrides = null) =>
        Client(endpoint, key).ChatAsync(Question(model, prompt, seed, overrides));

    public static string Content(this ChatResponse response) => response.Choices.Single().Message!.Content!;

    public static string Reasoning(this ChatResponse response) => response.Choices.Single().Message!.Thinking ?? "";

    public static int ReasoningTokens(this ChatResponse response) => response.Usage!.CompletionTokensDetails!.ReasoningTokens;

    /// <summary>The status of asking with that key, and nothing else of it.</summary>
    public static async Task<int> StatusAsync(string endpoint, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint}/models");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    public static async Task<HttpResponseMessage> PostAsync(string url, string body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body) };
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await Http.SendAsync(request);
    }

    public static Task<string> GetAsync(string url) => Http.GetStringAsync(url);
}
