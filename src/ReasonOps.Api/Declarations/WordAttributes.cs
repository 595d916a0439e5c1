using System.Text.Json.Nodes;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Validation;
using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Models;

namespace ReasonOps.Api.Declarations;

/// <summary>One of some words.</summary>
public sealed class OneOfAttribute(params string[] words) : FieldRuleAttribute
{
    public IReadOnlyList<string> Words => words;

    internal override void Check(Field at, object value)
    {
        if (!words.Contains((string)value, StringComparer.Ordinal))
            at.Error($"{Quoting.Quote((string)value)} is not {Quoting.Either(words)}");
    }

    internal override void Describe(JsonObject schema) => schema["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]);
}

/// <summary>The name of one of <see cref="AcceleratorPresets"/>.</summary>
public sealed class PresetAttribute : FieldRuleAttribute
{
    internal override void Check(Field at, object value) => EngineRules.Preset(at, (string)value);

    internal override void Describe(JsonObject schema) =>
        schema["enum"] = new JsonArray([.. AcceleratorPresets.Names.Select(name => JsonValue.Create(name))]);
}

/// <summary>The name of one of <see cref="ModelPresets"/>.</summary>
public sealed class ModelPresetAttribute : FieldRuleAttribute
{
    internal override void Check(Field at, object value) => ModelRules.Preset(at, (string)value);

    internal override void Describe(JsonObject schema) =>
        schema["enum"] = new JsonArray([.. ModelPresets.Names.Select(name => JsonValue.Create(name))]);
}

/// <summary>Where a model is: a scheme that is known, and something after it.</summary>
public sealed class ModelUriAttribute : FieldRuleAttribute
{
    public const int Most = 1024;

    internal override void Check(Field at, object value) => ModelRules.Uri(at, (string)value);

    internal override void Describe(JsonObject schema) =>
        (schema["maxLength"], schema["pattern"]) = (Most, $@"^({string.Join('|', ModelRules.Schemes)})://[^\s]+$");
}

/// <summary>Some strategies of all there are: those that can be a part of another.</summary>
public sealed class AmongAttribute(params StrategyKind[] kinds) : FieldRuleAttribute
{
    private readonly string[] _words = [.. kinds.Select(kind => kind.ToString())];

    public IReadOnlyList<StrategyKind> Kinds => kinds;

    internal override void Check(Field at, object value)
    {
        if (!kinds.Contains((StrategyKind)value))
            at.Error($"{value} cannot be a part of a strategy here; use {Quoting.Either(_words)}");
    }

    internal override void Describe(JsonObject schema) => schema["enum"] = new JsonArray([.. _words.Select(word => JsonValue.Create(word))]);
}
