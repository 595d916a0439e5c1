using System.Text.Json;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Sandbox.Serving.Requests;

/// <summary>An object of JSON, read field by field; what is wrong is kept, and reading goes on. A field that is null is absent.</summary>
internal sealed class Fields
{
    private const int ShownCharacters = 60;

    private readonly Dictionary<string, JsonElement> _values = [];
    private readonly HashSet<string> _known = [];
    private readonly string _path;
    private readonly Mistakes _mistakes;

    private Fields(JsonElement element, string path, Mistakes mistakes)
    {
        (_path, _mistakes) = (path, mistakes);
        foreach (var property in element.EnumerateObject()) _values[property.Name] = property.Value;
    }

    /// <summary>Null, and a mistake, where it is no object.</summary>
    public static Fields? Of(JsonElement element, string path, Mistakes mistakes)
    {
        if (element.ValueKind == JsonValueKind.Object) return new Fields(element, path, mistakes);
        mistakes.Add(path, $"must be an object, not {Shown(element)}");
        return null;
    }

    public string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public void Wrong(string name, string what) => _mistakes.Add(Path(name), what);

    /// <summary>Null where it is absent.</summary>
    public JsonElement? Value(string name)
    {
        _known.Add(name);
        return _values.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;
    }

    /// <summary>A field that must be there; empty text where it is not.</summary>
    public string Text(string name) => OptionalText(name, missing: () => Wrong(name, "is required; give a string")) ?? "";

    public string? OptionalText(string name, Action? missing = null)
    {
        if (Value(name) is { } value) return TextOf(value, Path(name), _mistakes);
        missing?.Invoke();
        return null;
    }

    public IReadOnlyList<JsonElement>? Items(string name)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Array) return [.. value.EnumerateArray()];
        Wrong(name, $"must be an array, not {Shown(value)}");
        return null;
    }

    /// <summary>A number of seconds, or a time as <c>1500ms</c>; above zero.</summary>
    public TimeSpan? Time(string name) => Read<TimeSpan>(name, "a number of seconds above 0, or a time such as \"1500ms\"", value => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDouble(out var seconds) && seconds is > 0 and < 1e6 => TimeSpan.FromSeconds(seconds),
        JsonValueKind.String when Duration.TryParse(value.GetString()!, out var time) && time.Span > TimeSpan.Zero => time.Span,
        _ => null,
    });

    /// <summary>A number of bytes, or a quantity as <c>64Mi</c>; above zero.</summary>
    public long? Bytes(string name) => Read<long>(name, "a number of bytes above 0, or a quantity such as \"64Mi\"", value => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var bytes) && bytes > 0 => bytes,
        JsonValueKind.String when Quantity.TryParse(value.GetString()!, out var bytes) && bytes.Value is >= 1 and < long.MaxValue => (long)bytes.Value,
        _ => null,
    });

    public int? Count(string name) =>
        Read<int>(name, "a whole number above 0", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count > 0 ? count : null);

    public bool? Flag(string name) => Read<bool>(name, "true or false", value => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    });

    /// <summary>Reads a value in a way of its own; null, and a mistake, where that gives none.</summary>
    public T? Read<T>(string name, string right, Func<JsonElement, T?> read) where T : struct
    {
        if (Value(name) is not { } value) return null;
        if (read(value) is { } found) return found;
        Wrong(name, $"must be {right}, not {Shown(value)}");
        return null;
    }

    /// <summary>Every field that nothing asked for is a mistake.</summary>
    public void Close()
    {
        foreach (var name in _values.Keys.Where(name => !_known.Contains(name)))
            Wrong(Cut(name), $"is not a field here; {(Spelling.Closest(name, _known) is { } meant ? $"did you mean {meant}?" : $"there are {string.Join(", ", _known)}")}");
    }

    /// <summary>Null, and a mistake, where it is no text.</summary>
    public static string? TextOf(JsonElement value, string path, Mistakes mistakes)
    {
        try
        {
            if (value.ValueKind == JsonValueKind.String) return value.GetString();
            mistakes.Add(path, $"must be a string, not {Shown(value)}");
        }
        catch (InvalidOperationException)
        {
            mistakes.Add(path, "must be text in valid UTF-8");
        }
        return null;
    }

    public static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => Cut(value.GetRawText()),
    };

    private static string Cut(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "...";
}
