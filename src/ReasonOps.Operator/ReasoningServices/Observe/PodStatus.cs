using System.Buffers;
using System.Text.Json;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.ReasoningServices.Observe;

/// <summary>What is kept of a pod: of all that is cached they are the most and the largest, and only this of them is looked at.</summary>
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
            writer.WriteEndObject();
        }
        var reader = new Utf8JsonReader(kept.WrittenSpan);
        return pod with { Root = JsonElement.ParseValue(ref reader) };
    }
}
