using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ReasonOps.Cli.Tests.Children;

/// <summary>An engine that is there, takes a chat and says nothing until it is told to.</summary>
internal sealed class SilentEngine : IAsyncDisposable
{
    private const string Answer = """
        data: {"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"42"},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _speak = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _server;

    private SilentEngine(WebApplication server) => _server = server;

    public string Url => $"{_server.Urls.Single()}/v1";

    /// <summary>Completes once a chat has come.</summary>
    public Task Asked => _asked.Task.WaitAsync(Wait.Limit);

    public static async Task<SilentEngine> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var engine = new SilentEngine(builder.Build());
        engine._server.MapGet("/v1/models", () => """{"object":"list","data":[]}""");
        engine._server.MapGet("/health", () => "ok");
        engine._server.MapPost("/v1/chat/completions", engine.ChatAsync);
        await engine._server.StartAsync();
        return engine;
    }

    public void Speak() => _speak.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Speak();
        await _server.DisposeAsync();
    }

    private async Task ChatAsync(HttpContext context)
    {
        _asked.TrySetResult();
        await _speak.Task.WaitAsync(context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(Answer, context.RequestAborted);
    }
}
