using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Engines.Tests.Fakes;

/// <summary>A real HTTP server that plays an engine with any fault; each test writes its own <see cref="Answer"/>.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeEngine(WebApplication app) => _app = app;

    public delegate Task Script(ChatRequest request, HttpContext context);

    public Script Answer { get; set; } = (_, context) => context.Refuse(500, "no script");

    /// <summary>Status of <c>/health</c>.</summary>
    public int Health { get; set; } = 200;

    /// <summary>Awaited before its health is told.</summary>
    public Func<HttpContext, Task> Looked { get; set; } = _ => Task.CompletedTask;
    public int Models { get; set; } = 200;

    /// <summary>What <c>/v1/models</c> says; null: nothing.</summary>
    public string? Root { get; set; }
    public ConcurrentQueue<ChatRequest> Requests { get; } = new();
    public ConcurrentQueue<string?> Keys { get; } = new();
    public Uri Url => new(_app.Urls.Single() + "/v1");

    public EngineAddress Address => new(Url, "secret-key");

    public static async Task<FakeEngine> StartAsync(Script? answer = null, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var engine = new FakeEngine(app);
        if (answer is not null) engine.Answer = answer;
        app.MapGet("/health", async (HttpContext context) =>
        {
            await engine.Looked(context);
            return Results.StatusCode(engine.Health);
        });
        app.MapGet("/v1/models", () => engine.Root is { } root ? Results.Text($$"""{"object":"list","data":[{"id":"m","root":"{{root}}"}]}""", "application/json") : Results.StatusCode(engine.Models));
        app.MapPost("/v1/chat/completions", engine.ChatAsync);
        await app.StartAsync();
        return engine;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ChatAsync(HttpContext context)
    {
        var request = await RequestReader.ReadAsync(context.Request.BodyReader, OpenAiJson.Default.ChatRequest, 1 << 20, context.RequestAborted);
        Requests.Enqueue(request);
        Keys.Enqueue(context.Request.Headers.Authorization);
        await Answer(request, context);
    }
}
