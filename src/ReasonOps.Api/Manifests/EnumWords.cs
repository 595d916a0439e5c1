using System.Collections.Concurrent;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;

namespace ReasonOps.Api.Manifests;

/// <summary>An enum as a manifest writes it.</summary>
/// <param name="Noun">What one of them is, as <c>a strategy</c>.</param>
/// <param name="Known">Every word that is read.</param>
internal sealed record EnumWords(string Noun, IReadOnlyList<string> Known)
{
    private static readonly ConcurrentDictionary<Type, EnumWords> Made = new();

    public static EnumWords Of(Type type) => Made.GetOrAdd(type, Make);

    public static string Word(Enum value) => JsonSerializer.SerializeToNode(value, KindJson.Options.GetTypeInfo(value.GetType()))!.GetValue<string>();

    /// <summary>Null when the word is known.</summary>
    public string? Mistake(string word)
    {
        if (Known.Contains(word, StringComparer.Ordinal))
            return null;
        var wayOut = Spelling.Closest(word, Known) is { } meant ? $"did you mean {meant}?" : $"use {Quoting.Either(Known)}";
        return $"{Quoting.Quote(word)} is not {Noun}; {wayOut}";
    }

    public JsonNode Example => JsonValue.Create(Known[0]);

    private static EnumWords Make(Type type)
    {
        var known = Enum.GetValuesAsUnderlyingType(type).Cast<object>().Select(value => Word((Enum)Enum.ToObject(type, value))).ToArray();
        return new(type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "known", known);
    }
}
