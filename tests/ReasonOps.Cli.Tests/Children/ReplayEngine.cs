using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ReasonOps.Cli.Tests.Children;

/// <summary>An engine of OpenAI's API that says what it is told to say, whole.</summary>
internal sealed class ReplayEngine : IAsyncDisposable
{
    private readonly WebApplication _server;

    private ReplayEngine(WebApplication server) => _server = server;

    public string Url => $"{_server.Urls.Single()}/v1";

    /// <param name="says">To the last message, by the chain's seed.</param>
    public static async Task<ReplayEngine> StartAsync(Func<string, long, string> says)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var engine = new ReplayEngine(builder.Build());
        engine._server.MapGet("/health", () => "ok");
        engine._server.MapGet("/v1/models", () => """{"object":"list","data":[]}""");
        engine._server.MapPost("/v1/chat/completions", (HttpContext context) => AnswerAsync(context, says));
        await engine._server.StartAsync();
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _server.StopAsync(now.Token);
        await _server.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context, Func<string, long, string> says)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var asked = request.RootElement.GetProperty("messages").EnumerateArray().Last().GetProperty("content").GetString()!;
        var said = says(asked, request.RootElement.TryGetProperty("seed", out var seed) ? seed.GetInt64() : 0);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject
        {
            ["object"] = "chat.completion",
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0, ["finish_reason"] = "stop", ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = said },
            }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = asked.Length / 4, ["completion_tokens"] = Math.Max(1, said.Length / 4), ["total_tokens"] = 0 },
        }.ToJsonString(), context.RequestAborted);
    }
}
