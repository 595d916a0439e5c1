using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ReasonOps.OpenAi.Bodies;

namespace ReasonOps.OpenAi.Sse;

/// <summary>
/// Writes server-sent events as UTF-8 straight into <paramref name="output"/>, usually a <c>PipeWriter</c> that the caller
/// flushes when it likes. For one writer at a time.
/// </summary>
public sealed class SseWriter(IBufferWriter<byte> output) : IDisposable
{
    public const string ContentType = "text/event-stream";

    private readonly Utf8JsonWriter _json = new(output, JsonBody.WriterOptions);

    /// <summary><c>data: {json}</c>. JSON written without indentation holds no line break, so one line is enough.</summary>
    public void Write<T>(T value, JsonTypeInfo<T> type)
    {
        output.Write("data: "u8);
        _json.Reset();
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        output.Write("\n\n"u8);
    }

    /// <summary>A comment, which readers skip and which keeps proxies from closing a silent connection.</summary>
    public void WriteKeepAlive() => output.Write(": keep-alive\n\n"u8);

    public void WriteDone() => output.Write("data: [DONE]\n\n"u8);

    public void Dispose() => _json.Dispose();
}
