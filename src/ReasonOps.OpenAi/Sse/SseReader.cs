using System.Net.ServerSentEvents;

namespace ReasonOps.OpenAi.Sse;

/// <summary>Reads server-sent events off a stream; .NET's parser, kept from growing without bound.</summary>
public static class SseReader
{
    public const int DefaultMaxEventBytes = 4 * 1024 * 1024;

    /// <param name="parse">Makes an item of an event's type and its data, whose lines are joined by a line feed.</param>
    /// <exception cref="InvalidDataException">An event is larger than <paramref name="maxEventBytes"/>.</exception>
    public static IAsyncEnumerable<SseItem<T>> ReadAsync<T>(
        Stream stream, SseItemParser<T> parse, int maxEventBytes = DefaultMaxEventBytes, CancellationToken cancellation = default) =>
        SseParser.Create(new BoundedEvents(stream, maxEventBytes), parse).EnumerateAsync(cancellation);
}
