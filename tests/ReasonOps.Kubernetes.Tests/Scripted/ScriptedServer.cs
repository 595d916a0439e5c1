using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Configuration;

namespace ReasonOps.Kubernetes.Tests.Scripted;

/// <summary>A real HTTP server on a loopback port that answers each request as the test says, and remembers it.</summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenRequest> _seen;

    private ScriptedServer(WebApplication app, ConcurrentQueue<SeenRequest> seen) => (_app, _seen) = (app, seen);

    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    public Uri Url => new(_app.Urls.Single());

    public KubernetesConfiguration Configuration => new() { Server = Url };

    public static async Task<ScriptedServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null, bool askClient = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = askClient ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                https.AllowAnyClientCertificate();
            });
        }));
        var seen = new ConcurrentQueue<SeenRequest>();
        var app = builder.Build();
        app.Run(async context =>
        {
            seen.Enqueue(await SeenRequest.ReadAsync(context.Request));
            await answer(context);
        });
        await app.StartAsync();
        return new(app, seen);
    }

    /// <summary>One after the other; the last one again and again.</summary>
    public static Task<ScriptedServer> StartAsync(params RequestDelegate[] answers)
    {
        var next = 0;
        return StartAsync(context => answers[Math.Min(Interlocked.Increment(ref next) - 1, answers.Length - 1)](context));
    }

    /// <summary>Impatient: it waits a millisecond where another would wait a fifth of a second.</summary>
    public KubernetesClient Client(KubernetesClientOptions? options = null) =>
        new(Configuration, (options ?? new()) with { Backoff = TimeSpan.FromMilliseconds(1) });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <param name="Target">Path and query.</param>
public sealed record SeenRequest(string Method, string Target, IHeaderDictionary Headers, string Body, string Protocol)
{
    public static async Task<SeenRequest> ReadAsync(HttpRequest request)
    {
        using var body = new StreamReader(request.Body, leaveOpen: true);
        var headers = new HeaderDictionary();
        foreach (var (name, value) in request.Headers) headers[name] = value;
        return new(request.Method, request.Path + request.QueryString, headers, await body.ReadToEndAsync(), request.Protocol);
    }
}
