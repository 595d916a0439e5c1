using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReasonOps.OpenAi.Client;

namespace ReasonOps.OpenAi.Tests.Client;

/// <summary>A real HTTP server on a loopback port that answers every request as the test says.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();

    private FakeServer(WebApplication app) => _app = app;

    public OpenAiClient Client => new(_http, new Uri(_app.Urls.Single() + "/v1"), "k-1");

    public static async Task<FakeServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new FakeServer(app);
    }

    public static Task<FakeServer> StreamingAsync(string events) => StartAsync(async context =>
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        await context.Response.WriteAsync(events, Encoding.UTF8);
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
