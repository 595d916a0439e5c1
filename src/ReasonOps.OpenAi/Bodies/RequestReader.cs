using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.OpenAi.Bodies;

/// <summary>Reads a request's body for a server.</summary>
public static class RequestReader
{
    /// <exception cref="ApiException">400 naming the field when the body is not a <typeparamref name="T"/>, 413 when it is too large.</exception>
    public static async Task<T> ReadAsync<T>(Stream body, JsonTypeInfo<T> type, int maxBytes, CancellationToken cancellation)
        where T : class
    {
        var reader = PipeReader.Create(body, new StreamPipeReaderOptions(leaveOpen: true));
        try
        {
            return await ReadAsync(reader, type, maxBytes, cancellation);
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    /// <inheritdoc cref="ReadAsync{T}(Stream, JsonTypeInfo{T}, int, CancellationToken)"/>
    public static async Task<T> ReadAsync<T>(PipeReader body, JsonTypeInfo<T> type, int maxBytes, CancellationToken cancellation)
        where T : class
    {
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            var consumed = read.Buffer.Start;
            try
            {
                if (read.Buffer.Length > maxBytes) throw ApiException.TooLarge(maxBytes);
                if (!read.IsCompleted) continue;
                consumed = read.Buffer.End;
                return Parse(read.Buffer, type);
            }
            finally
            {
                body.AdvanceTo(consumed, read.Buffer.End);
            }
        }
    }

    /// <exception cref="ApiException">400 naming the field.</exception>
    public static T Parse<T>(ReadOnlySequence<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        if (json.IsEmpty) throw ApiException.InvalidRequest(null, "the body is empty; a JSON object is needed");
        var bytes = json.IsSingleSegment ? json.First : json.ToArray();
        try
        {
            var value = JsonSerializer.Deserialize(bytes.Span, type);
            BodyText.Require(bytes.Span);
            return value ?? throw ApiException.InvalidRequest(null, "the body is null; a JSON object is needed");
        }
        catch (JsonException failure)
        {
            throw FieldError.Explain(bytes, type, failure);
        }
    }
}
