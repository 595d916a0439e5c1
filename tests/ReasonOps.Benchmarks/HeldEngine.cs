using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReasonOps.OpenAi.Sse;

namespace ReasonOps.Benchmarks;

/// <summary>An engine that costs nothing: every chain thinks a token a second for as long as it is held, then says its answer.</summary>
internal sealed class HeldEngine : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly byte[] Thought = Event("""{"choices":[{"index":0,"delta":{"reasoning":"7*8=56; "},"token_ids":[1]}]}""");
    private static readonly byte[] End = Event(
        """{"choices":[{"index":0,"delta":{"content":"56"},"finish_reason":"stop","token_ids":[1]}]}""",
        """{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}""", "[DONE]");

    private readonly WebApplication _app;
    private TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HeldEngine(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    public static async Task<HeldEngine> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.Backlog = 4096).UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var engine = new HeldEngine(builder.Build());
        engine._app.UseRouting();
        engine._app.MapGet("/health", context => context.Response.WriteAsync("ok"));
        engine._app.MapPost("/v1/chat/completions", engine.ChatAsync);
        await engine._app.StartAsync();
        return engine;
    }

    /// <summary>Lets go of all chains that are held, and holds those that come then.</summary>
    public void Release() => Interlocked.Exchange(ref _held, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app.DisposeAsync();
    }

    private async Task ChatAsync(HttpContext context)
    {
        var held = _held.Task;
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.ContentType = SseWriter.ContentType;
        while (!held.IsCompleted)
        {
            await SendAsync(context, Thought);
            await held.WaitAsync(Pace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await SendAsync(context, End);
    }

    private static async Task SendAsync(HttpContext context, byte[] bytes)
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static byte[] Event(params string[] data) => Encoding.UTF8.GetBytes(string.Concat(data.Select(each => $"data: {each}\n\n")));
}
