using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Client;

/// <inheritdoc cref="IKubernetesClient"/>
public sealed partial class KubernetesClient : IKubernetesClient, IDisposable
{
    private readonly RequestSender _sender;
    private readonly TimeProvider _time;

    public KubernetesClient(KubernetesConfiguration configuration, KubernetesClientOptions? options = null, ILogger<KubernetesClient>? log = null)
    {
        options ??= new();
        _log = (ILogger?)log ?? NullLogger.Instance;
        _time = options.Time;
        _sender = new(configuration, options, _log);
        Json = KubernetesJson.With([.. options.Resolvers]);
    }

    public JsonSerializerOptions Json { get; }

    internal System.Diagnostics.Metrics.Meter Meter => _sender.Meter.Meter;

    public async Task<T?> GetAsync<T>(EntityType type, string? @namespace, string name, CancellationToken cancellation)
        where T : class, IKubernetesObject
    {
        try
        {
            return await SendAsync<T>(new(Verb.Get, type, type.Path(@namespace, name)), cancellation);
        }
        catch (KubernetesException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    public async Task<JsonObject?> GetRawAsync(string path, CancellationToken cancellation)
    {
        var request = new ApiRequest(Verb.Raw, null, path.TrimStart('/'));
        if (request.Path is "api" or "apis") request = request with { Accept = AggregatedDiscovery };
        try
        {
            using var body = await _sender.SendAsync(request, cancellation);
            return AnyText(body);
        }
        catch (KubernetesException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    public void Dispose() => _sender.Dispose();

    private const string AggregatedDiscovery =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private static JsonObject AnyText(ResponseBody body)
    {
        try
        {
            if (JsonNode.Parse(body.Span) is JsonObject json) return json;
        }
        catch (JsonException)
        {
            // As /readyz: "ok".
        }
        return new() { ["text"] = System.Text.Encoding.UTF8.GetString(body.Span) };
    }

    private async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellation) where T : class, IKubernetesObject
    {
        var reader = new ObjectReader<T>(request.Type!, Json);
        using var body = await _sender.SendAsync(request, cancellation);
        try
        {
            return reader.Read(body.Bytes);
        }
        catch (JsonException exception)
        {
            throw Unreadable(request, exception);
        }
    }

    private static KubernetesException Unreadable(ApiRequest request, JsonException exception) =>
        new(null, "Unreadable", $"the answer to {ClientMeter.Word(request.Verb)} {request.Kind} cannot be read: {exception.Message}", exception);

    private void Tell(EntityType type, string name, JsonException exception)
    {
        _sender.Meter.Unreadable(type.Kind);
        LogUnreadable(type.Kind, name, exception.Message);
    }
}
