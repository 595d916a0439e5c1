using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Client;

/// <summary>The server's <c>Status</c> object, or what came in its place.</summary>
internal static class StatusReader
{
    private const int MostText = 300;

    public static KubernetesException Read(HttpStatusCode code, ReadOnlySpan<byte> body)
    {
        try
        {
            var status = JsonSerializer.Deserialize(body, KubernetesJsonContext.Default.V1Status);
            if (status is { Message: { Length: > 0 } message }) return new(code, status.Reason, message);
        }
        catch (JsonException)
        {
            // A proxy's page, or half an answer.
        }
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, MostText)]).Trim();
        return new(code, null, $"{(int)code}{(text.Length > 0 ? $": {text}" : " and no reason given")}");
    }

    /// <summary>Of a watch's ERROR event: the status is in the object.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static KubernetesException Read(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var status = JsonSerializer.Deserialize(ref reader, KubernetesJsonContext.Default.V1Status);
        return new((HttpStatusCode?)status?.Code, status?.Reason, status?.Message ?? "the watch ended with an error that has no message");
    }
}
