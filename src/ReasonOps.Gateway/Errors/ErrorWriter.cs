using System.Globalization;
using Microsoft.AspNetCore.Http;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Errors;

/// <summary>Answers with OpenAI's error object: <c>{"error": {"message", "type", "param", "code"}}</c>.</summary>
internal static class ErrorWriter
{
    public static async Task WriteAsync(HttpContext context, ApiException error)
    {
        var response = context.Response;
        response.StatusCode = error.Status;
        response.ContentType = JsonBody.ContentType;
        if (error.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (error.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        JsonBody.Write(response.BodyWriter, error.Body, OpenAiJson.Default.ErrorBody);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
