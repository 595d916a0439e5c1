using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Api.Snapshots;

/// <summary>A snapshot as the one JSON document that a gateway mounts.</summary>
public static class SnapshotJson
{
    public static string Write(GatewaySnapshot snapshot) => JsonSerializer.Serialize(snapshot, SnapshotContext.Default.GatewaySnapshot);

    /// <exception cref="SnapshotException">Not JSON, another version, or a field missing or of the wrong type.</exception>
    public static GatewaySnapshot Read(string json)
    {
        try
        {
            var version = JsonSerializer.Deserialize(json, SnapshotContext.Default.SnapshotVersion)?.Version;
            if (version != GatewaySnapshot.CurrentVersion)
                throw new SnapshotException($"version {(version is null ? "is missing" : $"is {version}")}; this gateway reads version {GatewaySnapshot.CurrentVersion}");
            return Filled(JsonSerializer.Deserialize(json, SnapshotContext.Default.GatewaySnapshot)!);
        }
        catch (JsonException exception)
        {
            // The exception's own text may quote the document, and an engine's key stands in it.
            var at = string.IsNullOrEmpty(exception.Path) || exception.Path == "$" ? "" : $" at {exception.Path}";
            throw new SnapshotException($"not a gateway snapshot{at}, line {(exception.LineNumber ?? 0) + 1}: {Reason(exception)}");
        }
    }

    private static string Reason(JsonException exception) => exception.Message.Contains("missing required properties", StringComparison.Ordinal)
        ? exception.Message
        : exception.Path is null ? "not JSON" : "not JSON, or a value of another type than the field's";

    // Source-generated readers leave an absent init-only property at null or 0, whatever its initializer says.
    private static GatewaySnapshot Filled(GatewaySnapshot read)
    {
        var engines = read.Engines.Fixed ?? [];
        if (engines.Contains(null!) || read.Tenants.Contains(null!))
            throw new SnapshotException("not a gateway snapshot: an engine or a tenant is null");
        return read with
        {
            Engines = read.Engines with { Fixed = engines },
            Tenants = [.. read.Tenants.Select(tenant => tenant with { Limits = tenant.Limits ?? new(), Share = Math.Max(1, tenant.Share) })],
        };
    }
}

internal sealed record SnapshotVersion(int? Version);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(GatewaySnapshot))]
[JsonSerializable(typeof(SnapshotVersion))]
internal sealed partial class SnapshotContext : JsonSerializerContext;
