using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ReasonOps.Tuning.Samples;

/// <summary>A question with its samples as the line that <see cref="SampleReader"/> reads.</summary>
public static class SampleWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>UTF-8, with its line feed.</returns>
    public static ReadOnlyMemory<byte> Line(RecordedQuestion question)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", question.Id);
            json.WriteString("question", question.Question);
            if (question.Answer is not null) json.WriteString("answer", question.Answer);
            json.WriteStartArray("samples");
            foreach (var sample in question.Samples) Write(json, sample);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, RecordedSample sample)
    {
        json.WriteStartObject();
        if (sample.Reasoning.Length > 0) json.WriteString("reasoning", sample.Reasoning);
        json.WriteString("content", sample.Content);
        if (sample.Answer is not null) json.WriteString("answer", sample.Answer);
        json.WriteStartObject("tokens");
        json.WriteNumber("reasoning", sample.ReasoningTokens);
        json.WriteNumber("answer", sample.AnswerTokens);
        json.WriteEndObject();
        if (sample.Outcome is { } score) json.WriteNumber("score", Math.Round(score, 4));
        if (sample.Process.Count > 0) Write(json, "scores", sample.Process.Select(step => Math.Round(step, 4)));
        if (sample.Confidences is { } confidences) Write(json, "confidence", confidences.Select(token => Math.Round((double)token, 3)));
        if (sample.Check is { } check) json.WriteBoolean("check", check);
        if (sample.Seconds is { } seconds) json.WriteNumber("seconds", Math.Round(seconds, 4));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
