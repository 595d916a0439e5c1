using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ReasonOps.Inference.Scheduling;
using ReasonOps.Inference.Serving;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Completions;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Inference.Tests.Serving;

/// <summary>An engine behind its server on a free port.</summary>
internal sealed class Served : IAsyncDisposable
{
    public const string Model = "arithmetic";

    private readonly WebApplication _app;

    private Served(Engine engine, WebApplication app)
    {
        (Engine, _app) = (engine, app);
        // .NET reads on for two seconds, hoping to keep the connection, when an answer is left before its end.
        var handler = new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero };
        Http = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()), Timeout = Reading.Deadline };
        Client = new OpenAiClient(Http, new Uri(Http.BaseAddress, "/v1"));
    }

    public Engine Engine { get; }
    public HttpClient Http { get; }
    public OpenAiClient Client { get; }

    public static async Task<Served> Start(EngineOptions? options = null, TimeProvider? time = null, string model = Model)
    {
        var engine = TestModel.Engine(options);
        var app = EngineServer.Build(
            engine, new EngineServerOptions("http://127.0.0.1:0", model), time ?? TimeProvider.System, logging => logging.ClearProviders());
        await app.StartAsync();
        return new Served(engine, app);
    }

    public static ChatRequest Chat(string user, long seed = 1) => new()
    {
        Model = Model,
        Messages = [new ChatMessage { Role = "user", Content = user }],
        Seed = seed,
        MaxTokens = 120,
        ReturnTokenIds = true,
    };

    public Task<CompletionResponse> Complete(CompletionRequest request) =>
        Post("/v1/completions", JsonSerializer.Serialize(request, OpenAiJson.Default.CompletionRequest), OpenAiJson.Default.CompletionResponse);

    public async Task<List<CompletionResponse>> StreamCompletion(CompletionRequest request)
    {
        using var response = await Send("/v1/completions", JsonSerializer.Serialize(request with { Stream = true }, OpenAiJson.Default.CompletionRequest));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        return [.. events[..^1].Select(e => JsonSerializer.Deserialize(e["data: ".Length..], OpenAiJson.Default.CompletionResponse)!)];
    }

    public async Task<(HttpStatusCode Status, ApiError Error)> Refused(string path, string body)
    {
        using var response = await Send(path, body);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), OpenAiJson.Default.ErrorBody);
        return (response.StatusCode, error!.Error);
    }

    public async Task<HttpResponseMessage> Send(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Http.PostAsync(path, content);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Engine.DisposeAsync();
        await _app.DisposeAsync();
    }

    private async Task<T> Post<T>(string path, string body, JsonTypeInfo<T> type)
    {
        using var response = await Send(path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonSerializer.Deserialize(text, type)!;
    }
}
