using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Client;

public sealed partial class KubernetesClient
{
    private const string MetadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private const string Metadata = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

    public async IAsyncEnumerable<ListPage<T>> ListAsync<T>(
        EntityType type, ListOptions options, [EnumeratorCancellation] CancellationToken cancellation) where T : class, IKubernetesObject
    {
        var objects = new ObjectReader<T>(type, Json, options.MetadataOnly);
        string? next = null;
        do
        {
            var (items, metadata, startsOver) = await PageAsync(objects, options, next, cancellation);
            next = metadata.Continue;
            yield return new(items, metadata.ResourceVersion, startsOver);
        }
        while (!string.IsNullOrEmpty(next));
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        EntityType type, ListOptions options, [EnumeratorCancellation] CancellationToken cancellation) where T : class, IKubernetesObject
    {
        var objects = new ObjectReader<T>(type, Json, options.MetadataOnly);
        var seconds = RandomNumberGenerator.GetInt32(300, 601); // jittered: watches that began together do not end so
        var request = WatchRequest(type, options, seconds);
        using var response = await _sender.OpenAsync(request, cancellation);
        // A server that forgets to end the watch does not keep us.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 30), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
        await using var lines = new LineReader(stream);
        while (await EventAsync(request, lines, objects, either.Token, cancellation) is { } read)
        {
            if (read.Event is { } happened) yield return happened;
        }
    }

    private async Task<(List<T> Items, V1ListMeta Metadata, bool StartsOver)> PageAsync<T>(
        ObjectReader<T> objects, ListOptions options, string? next, CancellationToken cancellation) where T : class, IKubernetesObject
    {
        try
        {
            var (items, metadata) = await PageAsync(objects, ListRequest(objects.Type, options, options.Limit, next), cancellation);
            return (items, metadata, false);
        }
        catch (KubernetesException exception) when (exception.IsGone && next is not null)
        {
            LogListExpired(objects.Type.Kind);
            var (items, metadata) = await PageAsync(objects, ListRequest(objects.Type, options, limit: 0, null), cancellation);
            return (items, metadata, true);
        }
    }

    private async Task<(List<T> Items, V1ListMeta Metadata)> PageAsync<T>(ObjectReader<T> objects, ApiRequest request, CancellationToken cancellation)
        where T : class, IKubernetesObject
    {
        using var body = await _sender.SendAsync(request, cancellation);
        try
        {
            return ListReader.Read(body.Bytes, objects, (name, exception) => Tell(objects.Type, name, exception));
        }
        catch (JsonException exception)
        {
            throw Unreadable(request, exception);
        }
    }

    /// <returns>Null when the watch ended; without an event when there was one that could not be read.</returns>
    private async Task<Read<T>?> EventAsync<T>(
        ApiRequest request, LineReader lines, ObjectReader<T> objects, CancellationToken either, CancellationToken own) where T : class, IKubernetesObject
    {
        try
        {
            if (await lines.NextAsync(either) is not { } line) return null;
            return line.IsEmpty ? new(null) : new(WatchReader.Read(line, objects, (name, exception) => Tell(objects.Type, name, exception)));
        }
        catch (OperationCanceledException) when (!own.IsCancellationRequested)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw Unreadable(request, exception);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new KubernetesException(null, "Broken", $"the watch of {request.Kind} broke: {exception.Message}", exception);
        }
    }

    private static ApiRequest ListRequest(EntityType type, ListOptions options, int limit, string? next) =>
        new(Verb.List, type, Selected(type, options).With("limit", limit > 0 ? limit : null).With("continue", next).ToString())
        {
            Accept = options.MetadataOnly ? MetadataList : ApiRequest.Json,
        };

    private static ApiRequest WatchRequest(EntityType type, ListOptions options, int seconds) =>
        new(Verb.Watch, type, Selected(type, options)
            .With("watch", "true").With("allowWatchBookmarks", "true").With("timeoutSeconds", seconds)
            .With("resourceVersion", options.ResourceVersion).ToString())
        {
            Accept = options.MetadataOnly ? Metadata : ApiRequest.Json,
        };

    private static Query Selected(EntityType type, ListOptions options) =>
        new Query(type.Path(options.Namespace)).With("labelSelector", options.LabelSelector).With("fieldSelector", options.FieldSelector);

    private sealed record Read<T>(WatchEvent<T>? Event);
}
