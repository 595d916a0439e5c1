using System.Text.Json;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.Quantities;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Serving.Requests;

namespace ReasonOps.Sandbox.Serving;

/// <summary>Reads the document that a verifier is told everything in. A field that is not known is of a later version, and let be.</summary>
public static class SettingsReader
{
    private const int HashDigits = 64;

    /// <exception cref="InvalidDataException">All that is wrong, a line each.</exception>
    public static VerifierSettings Read(ReadOnlyMemory<byte> text)
    {
        var mistakes = new Mistakes();
        using var document = Parse(text);
        var settings = Fields.Of(document.RootElement, "", mistakes) is { } fields ? Read(fields, mistakes) : null;
        return mistakes.Count == 0 ? settings! : throw new InvalidDataException(string.Join('\n', mistakes.Lines));
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"not a verifier's settings: line {(fault.LineNumber ?? 0) + 1} is not JSON", fault);
        }
    }

    private static VerifierSettings Read(Fields fields, Mistakes mistakes) => new()
    {
        Pool = fields.Text("pool"),
        Checks = Checks(fields, mistakes),
        Limits = Limits(fields, mistakes),
        Isolation = Required(fields, "isolation", fields.OptionalText("isolation") is { } mode ? Word<IsolationMode>(mode, fields.Path("isolation"), mistakes) : null, "a mode"),
        Workers = Required(fields, "workers", fields.Count("workers"), "how many run at once"),
        Queue = Required(fields, "queue", fields.Count("queue"), "how many may wait"),
        KeyHashes = Hashes(fields, mistakes),
    };

    private static List<CheckKind> Checks(Fields fields, Mistakes mistakes)
    {
        var read = new List<CheckKind>();
        var items = fields.Items("checks") ?? [];
        foreach (var (i, item) in items.Index())
        {
            var path = $"{fields.Path("checks")}[{i}]";
            if (Fields.TextOf(item, path, mistakes) is { } word && Word<CheckKind>(word, path, mistakes) is { } kind) read.Add(kind);
        }
        if (items.Count == 0 && fields.Value("checks") is null or { ValueKind: JsonValueKind.Array }) fields.Wrong("checks", "is required; give what is decided, as [\"Math\", \"Python\"]");
        return read;
    }

    private static VerifierLimits Limits(Fields fields, Mistakes mistakes)
    {
        if (fields.Value("limits") is not { } value)
        {
            fields.Wrong("limits", "is required; give cpu, wall, memory, processes, output and files");
            return None;
        }
        if (Fields.Of(value, "limits", mistakes) is not { } limits) return None;
        return new VerifierLimits
        {
            Cpu = new Duration(Required(limits, "cpu", limits.Time("cpu"), "a time such as \"10s\"")),
            Wall = new Duration(Required(limits, "wall", limits.Time("wall"), "a time such as \"20s\"")),
            Memory = Required(limits, "memory", limits.Bytes("memory"), "bytes"),
            Processes = Required(limits, "processes", limits.Count("processes"), "how many"),
            Output = Required(limits, "output", limits.Bytes("output"), "bytes"),
            Files = Required(limits, "files", limits.Bytes("files"), "bytes"),
        };
    }

    private static List<string>? Hashes(Fields fields, Mistakes mistakes)
    {
        if (fields.Items("keyHashes") is not { } items) return null;
        var hashes = new List<string>();
        foreach (var (i, item) in items.Index())
        {
            var path = $"keyHashes[{i}]";
            if (Fields.TextOf(item, path, mistakes) is not { } hash) continue;
            if (hash.Length == HashDigits && hash.All(char.IsAsciiHexDigit)) hashes.Add(hash);
            else mistakes.Add(path, "is not a SHA-256 in 64 hex digits"); // and never repeated: it may be a key
        }
        return hashes;
    }

    private static T Required<T>(Fields fields, string name, T? value, string what) where T : struct
    {
        // One that is there and wrong has been told.
        if (value is null && fields.Value(name) is null) fields.Wrong(name, $"is required; give {what}");
        return value ?? default;
    }

    private static T? Word<T>(string word, string path, Mistakes mistakes) where T : struct, Enum
    {
        var known = Enum.GetNames<T>();
        if (known.Contains(word, StringComparer.Ordinal)) return Enum.Parse<T>(word);
        var wayOut = Spelling.Closest(word, known) is { } meant ? $"did you mean {meant}?" : $"there are {string.Join(", ", known)}";
        mistakes.Add(path, $"\"{(word.Length <= 60 ? word : word[..60] + "...")}\" is not known; {wayOut}");
        return null;
    }

    private static VerifierLimits None => new() { Cpu = default, Wall = default, Memory = 0, Processes = 0, Output = 0, Files = 0 };
}
