using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ReasonOps.OpenAi.Bodies;

namespace ReasonOps.Sandbox.Serving.Requests;

/// <summary>Reads bodies of JSON.</summary>
internal static class Bodies
{
    /// <exception cref="OpenAi.Errors.ApiException">400 where it is no JSON, 413 where it is too large.</exception>
    public static Task<JsonDocument> ReadAsync(HttpContext context, int mostBytes)
    {
        // The server's own limit is for the largest of all bodies.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = mostBytes;
        return RequestReader.ReadAsync(context.Request.BodyReader, ServingJson.Default.JsonDocument, mostBytes, context.RequestAborted);
    }
}
