using System.Text.RegularExpressions;
using ReasonOps.Api.Declarations;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Capacity.Models;

namespace ReasonOps.Api.Validation;

internal static class ModelRules
{
    public static IReadOnlyList<string> Schemes { get; } = ["hf", "pvc", "oci", "s3", "embedded"];

    /// <summary>Weights that are not downloaded: they need no cache and no credentials.</summary>
    private static readonly string[] AtHand = ["embedded", "pvc"];

    public static void Check(Field model, ModelSpec declared, EngineSpec? engine)
    {
        var starts = engine?.Endpoints is null;
        Source(model, declared.Uri, starts);
        Download(model, declared, starts);
        if (declared.Shape is { } shape)
            ShapeRules.Check(model["shape"], shape);
        if (declared.AnswerFormat is { } format)
            Format(model["answerFormat"], format);
    }

    private static void Source(Field model, string? uri, bool starts)
    {
        if (uri is null && starts)
            model["uri"].Error("is required to start engines; give one, or engine.endpoints that already run", "spec.engine.endpoints");
        else if (uri is not null && !starts)
            model["uri"].Error("cannot be set beside engine.endpoints: these engines have loaded their model; take one away", "spec.engine.endpoints");
    }

    private static void Download(Field model, ModelSpec declared, bool starts)
    {
        if (declared.Cache is { } cache)
            Cache(model["cache"], cache);
        var scheme = AtHand.FirstOrDefault(known => declared.Uri?.StartsWith($"{known}://", StringComparison.Ordinal) == true);
        var why = !starts ? "engines that already run have loaded their model" : scheme is null ? null : $"the weights of {scheme}:// are not downloaded";
        foreach (var (name, given) in new[] { ("cache", declared.Cache is not null), ("credentialsRef", declared.CredentialsRef is not null) })
        {
            if (given && why is not null)
                model[name].Error($"does nothing here: {why}; take it away", model["uri"].Path, "spec.engine.endpoints");
        }
    }

    private static void Cache(Field at, ModelCacheSpec cache)
    {
        if (cache is { ClaimName: null, Size: null })
            at.Error("needs claimName (a claim that exists) or size (of each pod's own directory)", at["claimName"].Path, at["size"].Path);
        if (cache is { ClaimName: not null, Size: not null })
            at["size"].Error($"cannot be set beside claimName {Quoting.Quote(cache.ClaimName)}, which has a size; take one away", at["claimName"].Path);
    }

    public static void Uri(Field field, string uri)
    {
        var colon = uri.IndexOf("://", StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : uri[..colon];
        if (!Schemes.Contains(scheme, StringComparer.Ordinal))
        {
            var meant = Spelling.Closest(scheme, Schemes) is { } near
                ? $"did you mean {near}://?"
                : $"use {Quoting.Either([.. Schemes.Select(known => known + "://")])}";
            field.Error($"{Quoting.Quote(uri)} has no scheme that is known; {meant}");
        }
        else if (uri.Length > ModelUriAttribute.Most)
            field.Error($"has {uri.Length} characters; it takes at most {ModelUriAttribute.Most}");
        else if (uri.Length == colon + 3 || uri.Any(char.IsWhiteSpace))
            field.Error($"{Quoting.Quote(uri)} names nothing after {scheme}://; write it without spaces, as {Example(scheme)}");
        else if (scheme == "hf" && uri[(colon + 3)..].Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            field.Error($"{Quoting.Quote(uri)} is not a Hugging Face model; write {Example(scheme)}");
    }

    private static string Example(string scheme) => scheme switch
    {
        "hf" => "hf://owner/name",
        "pvc" => "pvc://claim/path",
        "oci" => "oci://registry/name:tag",
        "s3" => "s3://bucket/path",
        _ => "embedded://arithmetic",
    };

    public static void Preset(Field at, string preset)
    {
        if (!ModelPresets.Names.Contains(preset, StringComparer.Ordinal))
            at.Error($"{Quoting.Quote(preset)} is not a model that is known; " + (Spelling.Closest(preset, ModelPresets.Names) is { } meant
                ? $"did you mean {meant}?"
                : "give its layers, attentionHeads, keyValueHeads, headSize and parameters instead"));
    }

    private static void Format(Field at, AnswerFormat format)
    {
        var takesPattern = format.Kind is AnswerFormatKind.JsonField or AnswerFormatKind.Regex;
        if (takesPattern && format.Pattern is null)
            at["pattern"].Error(format.Kind == AnswerFormatKind.Regex
                ? "is required by Regex: the expression that finds the answer"
                : "is required by JsonField: the name of the field that holds the answer", at["kind"].Path);
        else if (!takesPattern && format.Pattern is not null)
            at["pattern"].Error($"is not taken by {format.Kind}; take it away, or use JsonField or Regex", at["kind"].Path);
        else if (format is { Kind: AnswerFormatKind.Regex, Pattern: { } pattern } && PatternMistake(pattern) is { } mistake)
            at["pattern"].Error(mistake, at["kind"].Path);
    }

    private static string? PatternMistake(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (ArgumentException)
        {
            return $"{Quoting.Quote(pattern)} is not a regular expression; check its brackets and escapes";
        }
    }
}
