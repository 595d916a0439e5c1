using System.Text.Json;

namespace ReasonOps.Tuning.Samples;

/// <summary>A sample out of its JSON object.</summary>
internal sealed class SampleParser(LineFields fields, bool keepReasoning)
{
    private const string ThinkingEnds = "</think>";
    private const string ThinkingBegins = "<think>";

    /// <param name="path">As <c>samples[2].</c></param>
    public RecordedSample? Parse(JsonElement sample, string path)
    {
        if (sample.ValueKind != JsonValueKind.Object)
        {
            fields.Wrong(path.TrimEnd('.'), $"{LineFields.Shown(sample)} is not an object");
            return null;
        }
        var (reasoning, content) = Texts(sample, path);
        var (thought, said) = Tokens(sample, path);
        return new RecordedSample
        {
            Reasoning = keepReasoning ? reasoning : "",
            Content = content,
            Answer = fields.Text(sample, "answer", path),
            ReasoningTokens = thought,
            AnswerTokens = said,
            Outcome = fields.Number(sample, "score", path, 0, 1),
            Process = Process(sample, path),
            Confidences = Confidences(sample, path, thought + said),
            Check = fields.Flag(sample, "check", path),
            Seconds = fields.Number(sample, "seconds", path, 0, double.PositiveInfinity),
        };
    }

    /// <summary>Apart, or as one text in which <c>&lt;/think&gt;</c> parts them.</summary>
    private (string Reasoning, string Content) Texts(JsonElement sample, string path)
    {
        if (fields.Text(sample, "text", path) is not { } text)
            return (fields.Text(sample, "reasoning", path) ?? "", fields.Text(sample, "content", path) ?? "");
        var end = text.LastIndexOf(ThinkingEnds, StringComparison.Ordinal);
        if (end < 0) return ("", text);
        var reasoning = text[..end];
        if (reasoning.TrimStart().StartsWith(ThinkingBegins, StringComparison.Ordinal))
            reasoning = reasoning.TrimStart()[ThinkingBegins.Length..];
        return (reasoning, text[(end + ThinkingEnds.Length)..]);
    }

    private (int Reasoning, int Answer) Tokens(JsonElement sample, string path)
    {
        switch (LineFields.Find(sample, "tokens"))
        {
            case { ValueKind: JsonValueKind.Object } tokens:
                return (fields.Count(tokens, "reasoning", $"{path}tokens."), fields.Count(tokens, "answer", $"{path}tokens."));
            case { ValueKind: JsonValueKind.Number }:
                return (fields.Count(sample, "tokens", path), 0);
            case { } other:
                fields.Wrong($"{path}tokens", $"{LineFields.Shown(other)} is not {{\"reasoning\": 120, \"answer\": 8}}");
                return (0, 0);
            default:
                fields.Wrong($"{path}tokens", "is missing; write {\"reasoning\": 120, \"answer\": 8}, or their sum");
                return (0, 0);
        }
    }

    private double[] Process(JsonElement sample, string path) =>
        [.. (fields.Array(sample, "scores", path) ?? []).Select((step, i) => fields.Number(step, $"{path}scores[{i}]", 0, 1) ?? 0)];

    /// <summary>
    /// A number a token; or one for all of them; or the log probabilities of the most probable tokens at each place, whose
    /// negative mean it is (DeepConf, arXiv:2508.15260).
    /// </summary>
    private float[]? Confidences(JsonElement sample, string path, int tokens)
    {
        if (LineFields.Find(sample, "confidence") is { ValueKind: JsonValueKind.Number } one)
            return fields.Number(one, $"{path}confidence", 0, double.PositiveInfinity) is { } all ? [.. Enumerable.Repeat((float)all, tokens)] : null;
        if (fields.Array(sample, "confidence", path) is { } each)
            return [.. each.Select((token, i) => (float)(fields.Number(token, $"{path}confidence[{i}]", 0, double.PositiveInfinity) ?? 0))];
        return fields.Array(sample, "logprobs", path) is { } places ? [.. places.Select((place, i) => OfPlace(place, $"{path}logprobs[{i}]"))] : null;
    }

    private float OfPlace(JsonElement place, string path)
    {
        if (place.ValueKind == JsonValueKind.Array && place.GetArrayLength() > 0)
            return (float)-place.EnumerateArray().Average(top => fields.Number(top, path, double.NegativeInfinity, 0) ?? 0);
        fields.Wrong(path, $"{LineFields.Shown(place)} is not the list of the most probable tokens' log probabilities");
        return 0;
    }
}
