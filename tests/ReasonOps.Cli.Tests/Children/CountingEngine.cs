using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ReasonOps.Cli.Tests.Children;

/// <summary>An engine that sends chains of equal length, a token at a time, and counts what it has sent.</summary>
internal sealed class CountingEngine : IAsyncDisposable
{
    public const string Question = "6*7=";

    private const int Thoughts = 40;

    private readonly WebApplication _server;
    private long _sent;
    private int _asked;

    private CountingEngine(WebApplication server) => _server = server;

    public string Url => $"{_server.Urls.Single()}/v1";
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Awaited before a request's token: the number of the request, and of the token.</summary>
    public Func<int, int, CancellationToken, Task> Pace { get; set; } = (_, _, _) => Task.CompletedTask;

    public static async Task<CountingEngine> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var engine = new CountingEngine(builder.Build());
        engine._server.MapGet("/health", () => "ok");
        engine._server.MapPost("/v1/chat/completions", engine.ChatAsync);
        await engine._server.StartAsync();
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private async Task ChatAsync(HttpContext context)
    {
        var gone = context.RequestAborted;
        using var body = new StreamReader(context.Request.Body);
        // A gateway's own questions, by which it tells whether an engine is well, are nobody's usage.
        if (!(await body.ReadToEndAsync(gone)).Contains(Question, StringComparison.Ordinal)) return;
        var request = Interlocked.Increment(ref _asked);
        context.Response.ContentType = "text/event-stream";
        try
        {
            for (var token = 0; token <= Thoughts; token++)
            {
                await Pace(request, token, gone);
                Interlocked.Increment(ref _sent);
                await context.Response.WriteAsync($"data: {Chunk(token)}\n\n", gone);
                await context.Response.Body.FlushAsync(gone);
            }
            await context.Response.WriteAsync("data: [DONE]\n\n", gone);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static string Chunk(int token) => token < Thoughts
        ? """{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"reasoning":"so "},"token_ids":[1]}]}"""
        : """{"object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"42"},"finish_reason":"stop","token_ids":[1]}]}""";
}
