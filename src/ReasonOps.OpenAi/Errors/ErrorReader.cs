using System.Text.Json;

namespace ReasonOps.OpenAi.Errors;

/// <summary>
/// Finds the message in the shapes engines put errors in: <c>{"error": {...}}</c>, <c>{"error": "text"}</c>, a flat
/// <c>{"object": "error", "message": ...}</c>, <c>{"detail": ...}</c>, or plain text.
/// </summary>
public static class ErrorReader
{
    private const int ShownCharacters = 500;

    public static ApiError FromBody(ReadOnlySpan<byte> body, int status)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var error = FromElement(document.RootElement);
            return error.Message.Length > 0 ? error : error with { Message = $"HTTP {status} without a message" };
        }
        // Text that is no UTF-8, or half a surrogate pair, comes as the latter.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            var text = System.Text.Encoding.UTF8.GetString(body).Trim();
            return Unknown(text.Length == 0 ? $"HTTP {status} without a body" : $"HTTP {status}: {Shown(text)}");
        }
    }

    public static ApiError FromElement(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.String) return Unknown(Shown(root.GetString()!));
        if (root.ValueKind != JsonValueKind.Object) return Unknown(Shown(root.GetRawText()));
        if (root.TryGetProperty("error", out var error)) return FromElement(error);
        return new ApiError(
            Text(root, "message") ?? Text(root, "detail") ?? Shown(root.GetRawText()),
            Text(root, "type") ?? "server_error",
            Text(root, "param"),
            Text(root, "code"));
    }

    private static ApiError Unknown(string message) => new(message, "server_error", null, null);

    /// <summary>Codes are numbers with some engines.</summary>
    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Array
            ? Shown(value.ToString())
            : null;

    private static string Shown(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "...";
}
