using System.Text.Json;

namespace ReasonOps.Api.Snapshots;

public sealed partial class SnapshotJson
{
    private const int Current = Snapshots.GatewaySnapshot.CurrentVersion;

    /// <summary>Reads a snapshot of this version; the version is looked at first, as another one may have other fields.</summary>
    /// <exception cref="InvalidSnapshotException">Not JSON, another version, or a field missing or of the wrong type.</exception>
    public static GatewaySnapshot Read(ReadOnlySpan<byte> document)
    {
        try
        {
            CheckVersion(document);
            return Whole(Parse(document));
        }
        catch (JsonException exception)
        {
            // The exception's text and path can repeat what was read, and an engine's key stands in it.
            throw new InvalidSnapshotException(
                $"not a gateway snapshot: line {(exception.LineNumber ?? 0) + 1} is not JSON, or has a field of another type or lacks one");
        }
    }

    private static void CheckVersion(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        using var parsed = JsonDocument.ParseValue(ref reader);
        if (parsed.RootElement.ValueKind != JsonValueKind.Object || !parsed.RootElement.TryGetProperty("version", out var found))
            throw new InvalidSnapshotException($"not a gateway snapshot: it has no version; this gateway reads version {Current}");
        if (found.ValueKind != JsonValueKind.Number || !found.TryGetInt32(out var version) || version != Current)
            throw new InvalidSnapshotException(
                $"version is {(found.ValueKind == JsonValueKind.Number ? found.GetRawText() : "not a number")}; this gateway reads version {Current}");
    }

    // The reader checks no item of a list for null.
    private static GatewaySnapshot Whole(GatewaySnapshot snapshot) =>
        snapshot.Tenants.Contains(null!) || snapshot.Engines.Fixed.Contains(null!) || snapshot.Steps?.Contains(null!) == true
            || snapshot.Tenants.Any(tenant => tenant.Settings.Table?.Contains(null!) == true)
        ? throw new InvalidSnapshotException("not a gateway snapshot: an engine, a tenant, a step or a row is null")
        : snapshot;
}
