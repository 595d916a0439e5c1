using System.Buffers;
using System.Text.Json;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Caches;

/// <summary>What is kept of a pod: of all that is cached they are the most and the largest, and only their status and their accelerators are looked at.</summary>
internal static class PodStatus
{
    public static ApiObject Only(ApiObject pod)
    {
        var kept = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(kept))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", "Pod");
            if (pod["status"] is { ValueKind: JsonValueKind.Object } status)
            {
                writer.WritePropertyName("status");
                status.WriteTo(writer);
            }
            WriteDevices(writer, pod["spec"]);
            writer.WriteEndObject();
        }
        var reader = new Utf8JsonReader(kept.WrittenSpan);
        return pod with { Root = JsonElement.ParseValue(ref reader) };
    }

    /// <summary>Accelerators, which alone of all limits are looked at: <c>nvidia.com/gpu</c>.</summary>
    private static void WriteDevices(Utf8JsonWriter writer, JsonElement spec)
    {
        var devices = spec.At("containers").Entries().SelectMany(container => container.At("resources", "limits").Labels())
            .Where(limit => limit.Key.Contains('/', StringComparison.Ordinal)).ToArray();
        if (devices.Length == 0) return;
        writer.WriteStartArray("devices");
        foreach (var (name, count) in devices)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("count", count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
