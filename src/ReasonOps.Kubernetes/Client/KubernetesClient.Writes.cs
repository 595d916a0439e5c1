using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Client;

public sealed partial class KubernetesClient
{
    public Task<ApiObject> ApplyAsync(
        EntityType type, JsonObject desired, string fieldManager, string? subresource, CancellationToken cancellation)
    {
        var metadata = desired["metadata"] as JsonObject;
        var name = Text(metadata, "name") ?? throw new ArgumentException("metadata.name is missing; server-side apply needs it", nameof(desired));
        var path = Sub(type.Path(Text(metadata, "namespace"), name), subresource);
        return SendAsync<ApiObject>(new(Verb.Apply, type, new Query(path).With("fieldManager", fieldManager).With("force", "true").ToString())
        {
            Body = Bytes(desired),
            ContentType = "application/apply-patch+yaml", // of which JSON is a part
            Subresource = subresource,
        }, cancellation);
    }

    public Task<T> CreateAsync<T>(EntityType type, T entity, CancellationToken cancellation) where T : class, IKubernetesObject =>
        SendAsync<T>(new(Verb.Create, type, type.Path(entity.Metadata.Namespace)) { Body = Bytes(entity) }, cancellation);

    public Task<T> ReplaceAsync<T>(EntityType type, T entity, CancellationToken cancellation) where T : class, IKubernetesObject
    {
        var name = entity.Metadata.Name ?? throw new ArgumentException("metadata.name is missing; it says what is replaced", nameof(entity));
        return SendAsync<T>(new(Verb.Replace, type, type.Path(entity.Metadata.Namespace, name)) { Body = Bytes(entity) }, cancellation);
    }

    public async Task<ApiObject?> PatchAsync(
        EntityType type, string? @namespace, string name, JsonObject patch, string? subresource, CancellationToken cancellation)
    {
        try
        {
            return await SendAsync<ApiObject>(new(Verb.Patch, type, Sub(type.Path(@namespace, name), subresource))
            {
                Body = Bytes(patch),
                ContentType = "application/merge-patch+json",
                Subresource = subresource,
            }, cancellation);
        }
        catch (KubernetesException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    public Task<bool> DeleteAsync(EntityType type, string? @namespace, string name, string? uid, CancellationToken cancellation) =>
        DeleteAsync(type, @namespace, name, uid, graceSeconds: null, cancellation);

    /// <inheritdoc cref="DeleteAsync(EntityType, string?, string, string?, CancellationToken)"/>
    /// <param name="graceSeconds">Of a Pod: 0 lets it go at once. Null for its own.</param>
    public async Task<bool> DeleteAsync(EntityType type, string? @namespace, string name, string? uid, long? graceSeconds, CancellationToken cancellation)
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = "Background" };
        if (uid is not null) options["preconditions"] = new JsonObject { ["uid"] = uid };
        if (graceSeconds is { } grace) options["gracePeriodSeconds"] = grace;
        var request = new ApiRequest(Verb.Delete, type, type.Path(@namespace, name)) { Body = Bytes(options) };
        try
        {
            using var body = await _sender.SendAsync(request, cancellation);
            return true;
        }
        catch (KubernetesException exception) when (exception.IsNotFound)
        {
            return false;
        }
    }

    private byte[] Bytes<T>(T entity) => JsonSerializer.SerializeToUtf8Bytes(entity, KnownClasses.Of<T>(Json));

    private static byte[] Bytes(JsonObject json) => System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());

    private static string? Text(JsonObject? from, string field) => from?[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Sub(string path, string? subresource) => subresource is null ? path : $"{path}/{subresource}";
}
