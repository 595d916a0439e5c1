using System.Text.Json.Nodes;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Validation;

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

/// <summary>Where a model is: a scheme that is known, and something after it.</summary>
public sealed class ModelUriAttribute : FieldRuleAttribute
{
    public const int Most = 1024;

    internal override void Check(Field at, object value) => ModelRules.Uri(at, (string)value);

    internal override void Describe(JsonObject schema) =>
        (schema["maxLength"], schema["pattern"]) = (Most, $@"^({string.Join('|', ModelRules.Schemes)})://[^\s]+$");
}

/// <summary>A strategy that is not made of others.</summary>
public sealed class WithoutPartsAttribute : FieldRuleAttribute
{
    internal override void Check(Field at, object value)
    {
        if (value is StrategyKind.Cascade or StrategyKind.ComputeOptimal)
            at.Error($"{value} is made of other strategies and cannot be a part of one; use one that is not, as MajorityVote");
    }

    internal override void Describe(JsonObject schema) => schema["enum"] = new JsonArray(
        [.. schema["enum"]!.AsArray().Select(word => (string)word!).Where(word => word is not ("Cascade" or "ComputeOptimal")).Select(word => JsonValue.Create(word))]);
}
