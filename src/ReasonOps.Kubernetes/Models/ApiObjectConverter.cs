using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

internal sealed class ApiObjectConverter : JsonConverter<ApiObject>
{
    public override ApiObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new ApiObjectReader().Read(ref reader, null, metadataOnly: false);

    public override void Write(Utf8JsonWriter writer, ApiObject value, JsonSerializerOptions options) => value.Root.WriteTo(writer);
}
