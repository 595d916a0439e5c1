using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Models;
using ReasonOps.OpenAi.Scores;
using ReasonOps.OpenAi.Sse;

namespace ReasonOps.OpenAi.Client;

/// <summary>
/// Speaks to one server. Every call throws <see cref="ApiException"/> on an answer that is not 2xx,
/// <see cref="MalformedResponseException"/> on one that makes no sense and <see cref="HttpRequestException"/> on none.
/// </summary>
/// <param name="http">
/// Shared, not disposed. Its <c>Timeout</c> covers whole answers; of streams only the wait for headers.
/// </param>
/// <param name="baseUrl">Up to and with <c>/v1</c>; without it, <paramref name="http"/>'s base address.</param>
/// <param name="key">The bearer token.</param>
public sealed class OpenAiClient(HttpClient http, Uri? baseUrl = null, string? key = null)
{
    private const int MaxErrorBytes = 64 * 1024;
    private const int MaxBodyBytes = 64 * 1024 * 1024;

    private readonly string _base = (baseUrl ?? http.BaseAddress ?? throw new ArgumentException("a base address is needed", nameof(baseUrl)))
        .AbsoluteUri.TrimEnd('/');

    public async Task<ChatResponse> ChatAsync(ChatRequest request, CancellationToken cancellation = default)
    {
        using var message = Chat(request);
        return await WholeAsync(message, OpenAiJson.Default.ChatResponse, cancellation);
    }

    public async Task<ScoreResponse> ScoreAsync(ScoreRequest request, CancellationToken cancellation = default)
    {
        using var message = Post("/score", request, OpenAiJson.Default.ScoreRequest);
        return await WholeAsync(message, OpenAiJson.Default.ScoreResponse, cancellation);
    }

    public async Task<ModelList> ModelsAsync(CancellationToken cancellation = default)
    {
        using var message = Message(HttpMethod.Get, "/models");
        return await WholeAsync(message, OpenAiJson.Default.ModelList, cancellation);
    }

    /// <summary>What the API has no types for.</summary>
    /// <param name="path">Below the base.</param>
    public async Task<ReadOnlyMemory<byte>> PostAsync(string path, string json, CancellationToken cancellation = default)
    {
        using var message = Message(HttpMethod.Post, path);
        message.Content = new StringContent(json, Encoding.UTF8, JsonBody.ContentType);
        return await BodyAsync(message, cancellation);
    }

    /// <summary>The chunks of a streamed answer until <c>[DONE]</c>. Leaving the enumeration closes the connection.</summary>
    /// <exception cref="InvalidDataException">One of its events is larger than <see cref="SseReader.DefaultMaxEventBytes"/>.</exception>
    /// <exception cref="BrokenStreamException">It ended with neither <c>[DONE]</c> nor a finish reason for each choice.</exception>
    public async IAsyncEnumerable<ChatResponse> StreamChatAsync(
        ChatRequest request, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var message = Chat(request with { Stream = true });
        using var response = await SendAsync(message, cancellation);
        RequireEvents(response);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var asked = request.N ?? 1;
        var finished = new HashSet<int>();
        await foreach (var item in SseReader.ReadAsync(stream, ParseChunk, cancellation: cancellation))
        {
            if (item.Data is not { } chunk) yield break;
            finished.UnionWith(chunk.Choices.Where(choice => choice.FinishReason is not null && choice.Index >= 0 && choice.Index < asked).Select(choice => choice.Index));
            yield return chunk;
        }
        if (finished.Count < asked)
            throw new BrokenStreamException($"the stream ended without [DONE] and with {asked - finished.Count} of {asked} choices unfinished");
    }

    /// <summary>Null is the end, <c>[DONE]</c>.</summary>
    private static ChatResponse? ParseChunk(string eventType, ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8)) return null;
        ChatResponse chunk;
        try
        {
            chunk = JsonSerializer.Deserialize(data, OpenAiJson.Default.ChatResponse) ?? throw new JsonException("null");
        }
        catch (JsonException failure)
        {
            throw new MalformedResponseException($"a chunk of the stream is not a chat completion: {failure.Message}", failure);
        }
        return eventType == "error" || chunk.Object == "error" || chunk.Error is { ValueKind: not JsonValueKind.Null }
            ? throw new ApiException(500, ErrorReader.FromBody(data, 500))
            : chunk;
    }

    private static void RequireEvents(HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (!string.Equals(type, SseWriter.ContentType, StringComparison.OrdinalIgnoreCase))
            throw new MalformedResponseException($"a stream was asked for, and the answer's content type is {type ?? "absent"}, not {SseWriter.ContentType}");
    }

    private async Task<T> WholeAsync<T>(HttpRequestMessage message, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var body = await BodyAsync(message, cancellation);
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new JsonException("null");
        }
        catch (JsonException failure)
        {
            throw new MalformedResponseException($"the answer of {message.RequestUri} is not the JSON it should be: {failure.Message}", failure);
        }
    }

    private async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        using var response = await SendAsync(message, cancellation);
        var body = await BoundedAsync(response, MaxBodyBytes, cancellation);
        return body.Length <= MaxBodyBytes ? body : throw new MalformedResponseException($"the answer is larger than {MaxBodyBytes} bytes");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await RefusalAsync(response, cancellation);
    }

    private static async Task<ApiException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await BoundedAsync(response, MaxErrorBytes, cancellation);
        var status = (int)response.StatusCode;
        return new ApiException(status, ErrorReader.FromBody(body.Span, status), RetryAfter(response));
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => wait,
            // Counted by the server's own clock, which is the one that said so.
            { Date: { } date } when response.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
            _ => null,
        };

    /// <summary>The body, or its first <paramref name="max"/> + 1 bytes.</summary>
    private static async Task<ReadOnlyMemory<byte>> BoundedAsync(HttpResponseMessage response, int max, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        while (body.Length <= max && await stream.ReadAsync(buffer, cancellation) is var read and > 0) body.Write(buffer, 0, read);
        return body.GetBuffer().AsMemory(0, (int)Math.Min(body.Length, max + 1L));
    }

    private HttpRequestMessage Chat(ChatRequest request) => Post("/chat/completions", request, OpenAiJson.Default.ChatRequest);

    private HttpRequestMessage Post<T>(string path, T request, JsonTypeInfo<T> type)
    {
        var message = Message(HttpMethod.Post, path);
        var body = new System.Buffers.ArrayBufferWriter<byte>(1024);
        JsonBody.Write(body, request, type);
        message.Content = new ReadOnlyMemoryContent(body.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue(JsonBody.ContentType) } };
        return message;
    }

    private HttpRequestMessage Message(HttpMethod method, string path)
    {
        var message = new HttpRequestMessage(method, _base + path);
        if (key is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return message;
    }
}
