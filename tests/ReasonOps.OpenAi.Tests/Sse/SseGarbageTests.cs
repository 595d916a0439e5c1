using System.Text;
using ReasonOps.OpenAi.Sse;

namespace ReasonOps.OpenAi.Tests.Sse;

public sealed class SseGarbageTests
{
    [Fact]
    public void Any_bytes_read_alike_however_they_are_cut_into_reads() => Garbage.Never(seed =>
    {
        var garbage = new Garbage(seed);
        var wire = garbage.Events();
        var bound = 20 + garbage.Next(300);
        Assert.Equal(Read(new MemoryStream(wire), bound), Read(new ChunkedStream(wire, garbage.Sizes()), bound));
    });

    [Fact]
    public void A_stream_cut_anywhere_has_given_the_events_that_were_whole_by_then() => Garbage.Never(seed =>
    {
        var garbage = new Garbage(seed);
        var wire = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 8).Select(i => $"data: {i} is whole\n\n")));
        var cut = garbage.Next(wire.Length + 1);
        var read = Read(new ChunkedStream(wire[..cut], garbage.Sizes()), 100);
        var whole = Encoding.UTF8.GetString(wire[..cut]).Split("\n\n").Length - 1;
        Assert.Equal(Enumerable.Range(0, whole).Select(i => $"message|{i} is whole"), read.Take(whole));
    });

    [Theory]
    [InlineData("data: ", "x")]
    [InlineData(": ", "comment")]
    [InlineData("", "data: a line\n")]
    [InlineData("", "id: 1\r")]
    [InlineData("no field", "\0")]
    public async Task A_line_or_event_without_end_is_refused_though_its_sender_never_stops(string start, string again)
    {
        await using var endless = new Endless(start, again);
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in SseReader.ReadAsync(endless, (_, data) => data.Length, maxEventBytes: 10_000)) { }
        });
        Assert.Equal("a server-sent event is larger than 10000 bytes", refusal.Message);
        Assert.InRange(endless.Sent, 10_000, 200_000);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData(": keep-alive\n\n")]
    [InlineData("event: x\r\r")]
    public async Task Millions_of_empty_events_are_read_past_within_the_bound_of_one(string empty)
    {
        await using var wire = new Endless("", empty, 1024 * 1024, "\ndata: last\n\n");
        var items = new List<string>();
        await foreach (var item in SseReader.ReadAsync(wire, (_, data) => Encoding.UTF8.GetString(data), maxEventBytes: 64)) items.Add(item.Data);
        Assert.Equal(["last"], items.Where(item => item.Length > 0));
    }

    /// <summary>The events, and last how it failed, if it did.</summary>
    private static List<string> Read(Stream wire, int bound)
    {
        var items = new List<string>();
        try
        {
            foreach (var item in SseReader.ReadAsync(wire, (_, data) => Convert.ToHexString(data), bound).ToBlockingEnumerable())
                items.Add($"{item.EventType}|{Encoding.UTF8.GetString(Convert.FromHexString(item.Data))}");
        }
        catch (InvalidDataException tooLarge)
        {
            items.Add(tooLarge.Message);
        }
        return items;
    }

    /// <summary>A text, then another again and again: for ever, or for so many bytes and then a last one.</summary>
    private sealed class Endless(string start, string again, long bytes = long.MaxValue, string last = "") : MemoryStream
    {
        private readonly Queue<byte> _next = new(Encoding.UTF8.GetBytes(start));
        private bool _lastSent;

        public long Sent { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = 0;
            while (read < buffer.Length && (_next.Count > 0 || Refill())) buffer.Span[read++] = _next.Dequeue();
            Sent += read;
            return ValueTask.FromResult(read);
        }

        private bool Refill()
        {
            if (_lastSent) return false;
            _lastSent = Sent >= bytes;
            foreach (var b in Encoding.UTF8.GetBytes(_lastSent ? last : again)) _next.Enqueue(b);
            return _next.Count > 0;
        }
    }
}
