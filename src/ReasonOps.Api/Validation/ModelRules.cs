using System.Text.RegularExpressions;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

internal static class ModelRules
{
    private const int LongestPattern = 1000;
    private static readonly string[] Schemes = ["hf", "pvc", "oci", "s3", "embedded"];

    public static void Check(Field model, ModelSpec declared, EngineSpec? engine)
    {
        if (declared.Name.Length == 0 || declared.Name.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter)))
            model["name"].Error($"{Quoting.Quote(declared.Name)} is not a model name; give what clients send as \"model\", without spaces");
        Source(model, declared.Uri, starts: engine?.Endpoints is null);
        if (declared.Shape is { } shape)
            Shape(model["shape"], shape);
        if (declared.AnswerFormat is { } format)
            Format(model["answerFormat"], format);
    }

    private static void Source(Field model, string? uri, bool starts)
    {
        if (uri is null && starts)
            model["uri"].Error("is required to start engines; give one, or engine.endpoints that already run", "spec.engine.endpoints");
        else if (uri is not null && !starts)
            model["uri"].Error("cannot be set beside engine.endpoints: these engines have loaded their model; take one away", "spec.engine.endpoints");
        else if (uri is not null)
            Uri(model["uri"], uri);
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

    private static void Shape(Field at, ModelShape shape)
    {
        at["layers"].AtLeast<int>(shape.Layers, 1);
        at["attentionHeads"].AtLeast<int>(shape.AttentionHeads, 1);
        at["keyValueHeads"].AtLeast(shape.KeyValueHeads, 1);
        at["headSize"].AtLeast<int>(shape.HeadSize, 1);
        at["parameters"].Positive(shape.Parameters);
        at["weightBits"].Within(shape.WeightBits, 1, 64);
        at["keyValueBits"].Within(shape.KeyValueBits, 1, 64);
        if (shape.KeyValueHeads is >= 1 and var heads && shape.AttentionHeads >= 1 && shape.AttentionHeads % heads != 0)
            at["keyValueHeads"].Error($"{shape.AttentionHeads} attentionHeads cannot be shared evenly by {heads}; "
                + $"give a divisor of {shape.AttentionHeads}", at["attentionHeads"].Path);
    }

    private static void Format(Field at, AnswerFormat format)
    {
        var takesPattern = format.Kind is AnswerFormatKind.JsonField or AnswerFormatKind.Regex;
        if (takesPattern && string.IsNullOrEmpty(format.Pattern))
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
        if (pattern.Length > LongestPattern)
            return $"has {pattern.Length} characters; an expression has at most {LongestPattern}";
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
