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
using ReasonOps.OpenAi.Scores;

namespace ReasonOps.Engines.Tests.Fakes;

/// <summary>A real HTTP server that plays a scorer with any fault.</summary>
internal sealed class FakeScorer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeScorer(WebApplication app) => _app = app;

    public delegate Task Script(ScoreRequest request, HttpContext context);

    public ConcurrentQueue<ScoreRequest> Requests { get; } = new();
    public ConcurrentQueue<string?> Keys { get; } = new();
    public EngineAddress Address => new(new Uri(_app.Urls.Single() + "/v1"), "secret-key", "rewards");

    public static async Task<FakeScorer> StartAsync(Script answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var scorer = new FakeScorer(builder.Build());
        scorer._app.MapPost("/v1/score", async context =>
        {
            var request = await RequestReader.ReadAsync(context.Request.BodyReader, OpenAiJson.Default.ScoreRequest, 1 << 24, context.RequestAborted);
            scorer.Requests.Enqueue(request);
            scorer.Keys.Enqueue(context.Request.Headers.Authorization);
            await answer(request, context);
        });
        await scorer._app.StartAsync();
        return scorer;
    }

    /// <summary>Every step or answer scores a hundredth of its length.</summary>
    public static Task Lengths(ScoreRequest request, HttpContext context) => context.Scores(request.Items!.Select(item =>
        (item.Steps ?? [item.Content!]).Select(text => text.Length / 100.0)));

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

internal static class ScoreAnswers
{
    public static Task Body(this HttpContext context, string body)
    {
        context.Response.ContentType = JsonBody.ContentType;
        return context.Response.WriteAsync(body);
    }

    public static Task Scores(this HttpContext context, IEnumerable<IEnumerable<double>> scores)
    {
        var data = scores.Select((item, i) => FormattableString.Invariant($"{{\"index\":{i},\"scores\":[{string.Join(',', item.Select(score => FormattableString.Invariant($"{score}")))}]}}"));
        return context.Body($"{{\"data\":[{string.Join(',', data)}]}}");
    }
}
