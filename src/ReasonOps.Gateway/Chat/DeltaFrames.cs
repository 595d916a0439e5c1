using System.Buffers;
using System.Text;
using System.Text.Json;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Chat;

namespace ReasonOps.Gateway.Chat;

/// <summary>
/// The chunks that carry text, one for every token or so: all of a chunk but the text is encoded once, the text goes
/// straight into the response's buffer.
/// </summary>
internal sealed class DeltaFrames : IDisposable
{
    private readonly IBufferWriter<byte> _output;
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _start;

    public DeltaFrames(IBufferWriter<byte> output, AnswerHead head)
    {
        _output = output;
        _json = new Utf8JsonWriter(output, JsonBody.WriterOptions);
        var model = JsonEncodedText.Encode(head.Model);
        _start = Encoding.UTF8.GetBytes(
            $$"""data: {"id":"{{head.Id}}","object":"{{ChatResponse.Chunk}}","created":{{head.Created}},"model":"{{model}}",""" +
            "\"choices\":[{\"index\":0,\"delta\":{");
    }

    public void Role() => Write("\"role\":\"assistant\",\"content\":\"\""u8, null);

    public void Reasoning(string text) => Write("\"reasoning\":"u8, text);

    public void Content(string text) => Write("\"content\":"u8, text);

    private void Write(ReadOnlySpan<byte> member, string? text)
    {
        _output.Write(_start);
        _output.Write(member);
        if (text is not null) WriteText(text);
        _output.Write("},\"finish_reason\":null}]}\n\n"u8);
    }

    private void WriteText(string text)
    {
        _json.Reset();
        _json.WriteStringValue(text);
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();
}
