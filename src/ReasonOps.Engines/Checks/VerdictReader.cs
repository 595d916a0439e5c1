using System.Text.Json;
using ReasonOps.Reasoning.Checks;

namespace ReasonOps.Engines.Checks;

/// <summary>Reads the answer of <c>POST /v1/verify</c>: <c>{"verdict", "accepted", "message"}</c> and more that is not needed here.</summary>
internal static class VerdictReader
{
    /// <summary>Verdicts that say nothing of what was checked.</summary>
    private static readonly string[] Undecided = ["InternalError", "Cancelled"];

    /// <returns>Null where it is no verdict.</returns>
    public static CheckResult? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : null;
        }
        // Text that is no UTF-8, or half a surrogate pair, comes as the latter.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static CheckResult? Read(JsonElement answer)
    {
        if (!answer.TryGetProperty("accepted", out var accepted) || accepted.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return null;
        var (verdict, message) = (Text(answer, "verdict"), Text(answer, "message"));
        if (Undecided.Contains(verdict)) return new CheckResult(CheckEnd.Unknown, $"the verifier could not decide it: {message ?? verdict}");
        if (accepted.ValueKind == JsonValueKind.True) return new CheckResult(CheckEnd.Passed);
        return new CheckResult(CheckEnd.Failed, string.IsNullOrWhiteSpace(message) ? verdict : message);
    }

    private static string? Text(JsonElement answer, string field) =>
        answer.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
