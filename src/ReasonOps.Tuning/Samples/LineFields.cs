using System.Globalization;
using System.Text.Json;

namespace ReasonOps.Tuning.Samples;

/// <summary>The fields of a line, read one by one; what is wrong with any is noted, and reading goes on.</summary>
internal sealed class LineFields(int line, List<SampleError> errors)
{
    private const int LongestShown = 60;

    public void Wrong(string path, string what) => errors.Add(new SampleError(line, $"{path}: {what}"));

    /// <summary>Null where it is absent or null.</summary>
    public static JsonElement? Find(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public string? Text(JsonElement parent, string name, string path = "")
    {
        if (Find(parent, name) is not { } value) return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString();
            case JsonValueKind.Number:
                return value.GetRawText();
            default:
                Wrong(path + name, $"{Shown(value)} is not a text");
                return null;
        }
    }

    public bool? Flag(JsonElement parent, string name, string path)
    {
        if (Find(parent, name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Wrong(path + name, $"{Shown(value)} is neither true nor false");
        return null;
    }

    /// <summary>A whole number of 0 or more.</summary>
    public int Count(JsonElement parent, string name, string path)
    {
        if (Find(parent, name) is not { } value) return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0) return count;
        Wrong(path + name, $"{Shown(value)} is not a whole number of 0 or more");
        return 0;
    }

    public double? Number(JsonElement parent, string name, string path, double least, double most) =>
        Find(parent, name) is { } value ? Number(value, path + name, least, most) : null;

    public double? Number(JsonElement value, string path, double least, double most)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= least && number <= most) return number;
        Wrong(path, double.IsFinite(most)
            ? string.Create(CultureInfo.InvariantCulture, $"{Shown(value)} is not a number from {least} to {most}")
            : string.Create(CultureInfo.InvariantCulture, $"{Shown(value)} is not a number of {least} or more"));
        return null;
    }

    /// <summary>Null where it is absent.</summary>
    public JsonElement[]? Array(JsonElement parent, string name, string path)
    {
        if (Find(parent, name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray()];
        Wrong(path + name, $"{Shown(value)} is not a list");
        return null;
    }

    public static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= LongestShown ? text : $"{text[..LongestShown]}...";
    }
}
