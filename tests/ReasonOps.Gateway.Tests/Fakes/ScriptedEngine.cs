using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Sse;

namespace ReasonOps.Gateway.Tests.Fakes;

/// <summary>What one chain does: its thoughts, then its answer, a token each.</summary>
internal sealed record Script(IReadOnlyList<string> Thoughts, IReadOnlyList<string> Answer)
{
    public static readonly Script Sum = new(["7*8=56;", "12+56=68;", "68-5=63;"], ["6", "3"]);
}

/// <summary>An engine that speaks the OpenAI stream over real HTTP and says what a test tells it to.</summary>
internal sealed class ScriptedEngine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _running;

    private ScriptedEngine(WebApplication app) => _app = app;

    public const int PromptTokens = 9;

    public string Url { get; private set; } = "";
    public ConcurrentQueue<ChatRequest> Requests { get; } = new();

    /// <summary>Requests whose connection is still open.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>The script of the chain with this seed.</summary>
    public Func<long, Script> Scripts { get; set; } = _ => Script.Sum;

    /// <summary>Awaited before each token; hold it to hold the chains.</summary>
    public Func<CancellationToken, Task> Pace { get; set; } = _ => Task.CompletedTask;

    /// <summary>Set: every chat request is answered with this status alone.</summary>
    public int? Refuses { get; set; }

    /// <summary>Set: the stream ends after so many chunks, its chains unfinished.</summary>
    public int? CutAfter { get; set; }

    public static async Task<ScriptedEngine> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var engine = new ScriptedEngine(builder.Build());
        engine._app.UseRouting();
        engine._app.MapGet("/health", context => context.Response.WriteAsync("ok"));
        engine._app.MapGet("/v1/models", context => context.Response.WriteAsync("""{"object":"list","data":[{"id":"math","object":"model"}]}"""));
        engine._app.MapPost("/v1/chat/completions", engine.ChatAsync);
        await engine._app.StartAsync();
        engine.Url = engine._app.Urls.Single() + "/v1";
        return engine;
    }

    private async Task ChatAsync(HttpContext context)
    {
        var request = (await JsonSerializer.DeserializeAsync(context.Request.Body, OpenAiJson.Default.ChatRequest))!;
        Requests.Enqueue(request);
        if (Refuses is { } status)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("""{"error":{"message":"scripted","type":"server_error"}}""");
            return;
        }
        Interlocked.Increment(ref _running);
        try
        {
            await StreamAsync(context, request);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task StreamAsync(HttpContext context, ChatRequest request)
    {
        context.Response.ContentType = SseWriter.ContentType;
        var chains = Enumerable.Range(0, request.N ?? 1).Select(i => ChainOf(request, i)).ToList();
        var completion = 0;
        for (var step = 0; chains.Any(chain => chain.Count > step); step++)
        {
            await Pace(context.RequestAborted);
            for (var i = 0; i < chains.Count; i++)
            {
                if (step >= chains[i].Count) continue;
                if (completion++ >= CutAfter) return;
                await SendAsync(context, i, chains[i][step], step == chains[i].Count - 1 ? "stop" : null);
            }
        }
        await SendUsageAsync(context, completion);
    }

    private List<ChatMessage> ChainOf(ChatRequest request, int choice)
    {
        var script = Scripts((request.Seed ?? 0) + choice);
        var answer = script.Answer.Select(text => new ChatMessage { Content = text });
        return request.ContinueFinalMessage is true && request.Messages![^1].Content is not null
            ? [.. answer]
            : [.. script.Thoughts.Select(text => new ChatMessage { Reasoning = text }), .. answer];
    }

    private static Task SendAsync(HttpContext context, int choice, ChatMessage delta, string? finish) => SendAsync(context, new ChatResponse
    {
        Id = "c", Object = ChatResponse.Chunk, Model = "math",
        Choices = [new ChatChoice { Index = choice, Delta = delta, FinishReason = finish, TokenIds = [1] }],
    });

    private static async Task SendUsageAsync(HttpContext context, int completion)
    {
        await SendAsync(context, new ChatResponse
        {
            Id = "c", Object = ChatResponse.Chunk, Model = "math",
            Usage = new Usage { PromptTokens = PromptTokens, CompletionTokens = completion, TotalTokens = PromptTokens + completion },
        });
        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);
    }

    private static async Task SendAsync(HttpContext context, ChatResponse chunk)
    {
        await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk, OpenAiJson.Default.ChatResponse)}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
