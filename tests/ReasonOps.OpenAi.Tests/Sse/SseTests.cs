using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Sse;

namespace ReasonOps.OpenAi.Tests.Sse;

public sealed class SseTests
{
    [Fact]
    public void What_is_written_is_read_back_under_any_chunking() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<(NonNull<string>[] Texts, int[] Sizes)>(),
            input =>
            {
                var texts = input.Texts.Select(text => WellFormed(text.Get)).ToArray();
                var read = ReadAll(Written(texts), input.Sizes).GetAwaiter().GetResult();
                return read.SequenceEqual(texts.Append("[DONE]"));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", "a|b")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n", "a|b")]
    [InlineData("data: a\r\rdata: b\r\r", "a|b")]
    [InlineData("data:a\ndata:b\n\n", "a\nb")]
    [InlineData(": hello\n\ndata: a\n: inside\ndata: b\n\n", "a\nb")]
    [InlineData("data: a\n\ndata: last", "a|last")]
    [InlineData("data: a\n\ndata: last\n", "a|last")]
    [InlineData("\uFEFFid: 7\nevent: chunk\nretry: 10\nunknown: x\ndata: a\n\n", "a")]
    [InlineData("", "")]
    [InlineData("\n\n\n", "")]
    public async Task The_event_stream_format_is_understood_at_every_chunk_size(string wire, string expected)
    {
        for (var size = 1; size < 12; size++)
        {
            var items = await ReadAll(Encoding.UTF8.GetBytes(wire), [size - 1], text => text);
            Assert.Equal(expected, string.Join('|', items));
        }
    }

    [Fact]
    public async Task An_event_without_end_is_refused_before_it_fills_the_memory()
    {
        var wire = Encoding.UTF8.GetBytes("data: " + new string('x', 5000) + "\n\n");
        await using var stream = new ChunkedStream(wire, [16]);
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in SseReader.ReadAsync(stream, (_, data) => data.Length, maxEventBytes: 1000)) { }
        });
    }

    [Fact]
    public async Task Many_small_events_and_comments_never_reach_the_bound_of_one()
    {
        var wire = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(": keep-alive\r\n\r\ndata: x\r\n\r\n", 500)));
        await using var stream = new ChunkedStream(wire, [6, 3]);
        var count = 0;
        await foreach (var _ in SseReader.ReadAsync(stream, (_, data) => data.Length, maxEventBytes: 100)) count++;
        Assert.Equal(500, count);
    }

    [Fact]
    public void An_event_is_one_line_of_snake_case_without_nulls()
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new SseWriter(output);
        writer.Write(new ChatResponse { Choices = [new() { Delta = new() { Content = "1+1=\n2" }, FinishReason = "stop" }] }, OpenAiJson.Default.ChatResponse);
        writer.WriteKeepAlive();
        writer.WriteDone();
        Assert.Equal(
            """
            data: {"created":0,"choices":[{"index":0,"delta":{"content":"1+1=\n2"},"finish_reason":"stop"}]}

            : keep-alive

            data: [DONE]


            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static byte[] Written(IEnumerable<string> texts)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new SseWriter(output);
        foreach (var text in texts)
        {
            writer.WriteKeepAlive();
            writer.Write(new ChatResponse { Choices = [new() { Delta = new() { Content = text } }] }, OpenAiJson.Default.ChatResponse);
        }
        writer.WriteDone();
        return output.WrittenSpan.ToArray();
    }

    private static Task<List<string>> ReadAll(byte[] wire, int[] sizes) =>
        ReadAll(wire, sizes, text => text == "[DONE]"
            ? text
            : System.Text.Json.JsonSerializer.Deserialize(text, OpenAiJson.Default.ChatResponse)!.Choices[0].Delta!.Content!);

    private static async Task<List<string>> ReadAll(byte[] wire, int[] sizes, Func<string, string> parse)
    {
        await using var stream = new ChunkedStream(wire, sizes);
        var items = new List<string>();
        await foreach (var item in SseReader.ReadAsync(stream, (_, data) => parse(Encoding.UTF8.GetString(data)))) items.Add(item.Data);
        return items;
    }

    /// <summary>Lone surrogates have no UTF-8.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
