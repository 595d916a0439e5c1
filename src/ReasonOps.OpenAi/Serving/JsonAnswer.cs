using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.OpenAi.Serving;

/// <summary>Whole answers in JSON.</summary>
public static class JsonAnswer
{
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        context.Response.ContentType = JsonBody.ContentType;
        JsonBody.Write(context.Response.BodyWriter, value, type);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>OpenAI's error object, <c>{"error": {"message", "type", "param", "code"}}</c>, with its status and headers.</summary>
    public static async Task WriteErrorAsync(HttpContext context, ApiException error)
    {
        var response = context.Response;
        (response.StatusCode, response.ContentType) = (error.Status, JsonBody.ContentType);
        if (error.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (error.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (!HttpMethods.IsHead(context.Request.Method)) await WriteAsync(context, error.Body, OpenAiJson.Default.ErrorBody);
    }
}
