using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ReasonOps.ControlPlane.Faults;

/// <summary>
/// Stands between a client and the API server, counts what passes and lets it go wrong on demand. It ends the TLS of both sides:
/// whoever comes through it is the admin to the server.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _upstream;
    private readonly ConcurrentQueue<ProxiedRequest> _requests = new();
    private readonly ConcurrentDictionary<WatchRelay, ProxiedRequest> _watches = new();
    private ImmutableArray<FaultRule> _rules = [];

    private FaultProxy(WebApplication server, LocalControlPlane plane)
    {
        _server = server;
        _upstream = plane.CreateHttpClient();
    }

    public Uri ServerUri { get; private set; } = null!;

    /// <summary>Of the admin, by way of the proxy.</summary>
    public string KubeConfigPath { get; private set; } = null!;

    /// <summary>All that came, in order, whatever became of it.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. _requests];

    /// <summary>Watches that are open now.</summary>
    public IReadOnlyList<ProxiedRequest> Watches => [.. _watches.Values];

    public static async Task<FaultProxy> StartAsync(LocalControlPlane plane, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = plane.Folder });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(plane.Files.NewServerCertificate("fault-proxy")));
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        var server = builder.Build();
        var proxy = new FaultProxy(server, plane);
        server.Run(proxy.HandleAsync);
        await server.StartAsync(cancellation);
        proxy.ServerUri = new(server.Urls.First());
        proxy.KubeConfigPath = plane.Files.AdminAt(proxy.ServerUri, $"proxy-{proxy.ServerUri.Port}");
        return proxy;
    }

    public int Count(Func<ProxiedRequest, bool> which) => _requests.Count(which);

    /// <summary>Counted by verb and resource, as <c>apply deployments</c>, the most frequent first.</summary>
    public IReadOnlyList<(string What, int Count)> Tally() =>
        [.. _requests.CountBy(request => $"{request.Verb} {request.Resource}{(request.Subresource is null ? "" : $"/{request.Subresource}")}")
            .OrderByDescending(row => row.Value).Select(row => (row.Key, row.Value))];

    public void ForgetRequests() => _requests.Clear();

    /// <summary>The next <paramref name="times"/> requests that are <paramref name="which"/> meet <paramref name="fault"/>; of several rules the oldest takes a request.</summary>
    public FaultRule Inject(Fault fault, Func<ProxiedRequest, bool> which, int times = int.MaxValue)
    {
        var rule = new FaultRule(which, fault, times);
        ImmutableInterlocked.Update(ref _rules, (rules, added) => rules.Add(added), rule);
        return rule;
    }

    /// <summary>Breaks the connections of open watches.</summary>
    /// <returns>How many.</returns>
    public int CutWatches(Func<ProxiedRequest, bool>? which = null) => End(which, relay => relay.Cut());

    /// <summary>Tells open watches that what they ask for is too old (410), and ends them.</summary>
    /// <returns>How many.</returns>
    public int ExpireWatches(Func<ProxiedRequest, bool>? which = null) => End(which, relay => relay.Expire());

    public async ValueTask DisposeAsync()
    {
        CutWatches();
        await _server.DisposeAsync();
        _upstream.Dispose();
    }

    private int End(Func<ProxiedRequest, bool>? which, Action<WatchRelay> end)
    {
        var open = _watches.Where(watch => which?.Invoke(watch.Value) ?? true).ToList();
        foreach (var (relay, _) in open) end(relay);
        return open.Count;
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = ProxiedRequest.Of(context.Request);
        _requests.Enqueue(request);
        var fault = _rules.FirstOrDefault(rule => rule.Takes(request))?.Fault;
        try
        {
            await HandleAsync(context, request, fault);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            context.Abort(); // the server is away, or the client is
        }
    }

    private async Task HandleAsync(HttpContext context, ProxiedRequest request, Fault? fault)
    {
        if (fault is Fault.Break)
        {
            context.Abort();
            return;
        }
        if (fault is Fault.Answer answer)
        {
            await AnswerAsync(context, answer);
            return;
        }
        if (fault is Fault.Delay delay) await Task.Delay(delay.Time, context.RequestAborted);
        using var message = Forwarding.ToServer(context.Request, _upstream.BaseAddress!);
        using var response = await _upstream.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        if (fault is Fault.Then then) await then.Action(request);
        if (fault is Fault.BreakAfter)
        {
            await response.Content.LoadIntoBufferAsync(context.RequestAborted);
            context.Abort();
            return;
        }
        Forwarding.Head(response, context.Response);
        if (request.Verb == "watch" && response.IsSuccessStatusCode) await WatchAsync(context, request, response, fault as Fault.Events);
        else await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private async Task WatchAsync(HttpContext context, ProxiedRequest request, HttpResponseMessage response, Fault.Events? events)
    {
        using var relay = new WatchRelay(context, events);
        _watches[relay] = request;
        try
        {
            await relay.RunAsync(response);
        }
        finally
        {
            _watches.TryRemove(relay, out _);
        }
    }

    private static async Task AnswerAsync(HttpContext context, Fault.Answer answer)
    {
        context.Response.StatusCode = (int)answer.Status;
        context.Response.ContentType = "application/json";
        if (answer.RetryAfter is { } wait) context.Response.Headers.RetryAfter = $"{Math.Ceiling(wait.TotalSeconds):0}";
        await context.Response.WriteAsync(StatusObject((int)answer.Status, answer.ReasonText).ToJsonString(), context.RequestAborted);
    }

    internal static JsonObject StatusObject(int code, string reason) => new()
    {
        ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = $"injected: {reason}",
        ["reason"] = reason, ["code"] = code,
    };
}
