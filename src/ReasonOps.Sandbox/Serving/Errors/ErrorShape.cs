using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Bodies;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Sandbox.Metrics;
using ReasonOps.Sandbox.Queue;
using ReasonOps.Sandbox.Serving.Requests;

namespace ReasonOps.Sandbox.Serving.Errors;

/// <summary>Gives every failure the shape of errors in this house: <c>{"error": {"message", "type", "param", "code"}}</c>. An answer that has begun is cut.</summary>
internal sealed partial class ErrorShape(RequestDelegate next, VerifierMeter meter, ILogger<ErrorShape> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: 404 or 405, ContentType: null }) await WriteAsync(context, NotServed(context));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            LogGone(context.Request.Path);
        }
        catch (Exception failure)
        {
            await FailAsync(context, failure);
        }
    }

    private async Task FailAsync(HttpContext context, Exception failure)
    {
        var error = ErrorOf(context, failure);
        if (error.Status == StatusCodes.Status500InternalServerError) LogFailed(failure, context.Request.Path);
        else meter.Refused(error.Status);
        if (context.Response.HasStarted) context.Abort();
        else await WriteAsync(context, error);
    }

    private static ApiException ErrorOf(HttpContext context, Exception failure) => failure switch
    {
        ApiException known => known,
        QueueFullException full => ApiException.RateLimited(full.Message, full.RetryAfter),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiException.TooLarge(Bodies.Most(context)),
        BadHttpRequestException bad => Of(bad.StatusCode, "invalid_request_error", bad.Message, "bad_request"),
        _ => Of(500, "server_error", "the verifier failed; its log says why", "internal_error"),
    };

    private static ApiException NotServed(HttpContext context) => context.Response.StatusCode == 404
        ? Of(404, "invalid_request_error", $"{context.Request.Path} is not served here; {VerifierHost.Served} are", "unknown_url")
        : Of(405, "invalid_request_error", $"{context.Request.Method} is not served on {context.Request.Path}; use {context.Response.Headers.Allow}", "method_not_allowed");

    private static ApiException Of(int status, string type, string message, string code) => new(status, new ApiError(message, type, null, code));

    private static async Task WriteAsync(HttpContext context, ApiException error)
    {
        var response = context.Response;
        (response.StatusCode, response.ContentType) = (error.Status, JsonBody.ContentType);
        if (error.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (error.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (HttpMethods.IsHead(context.Request.Method)) return;
        JsonBody.Write(response.BodyWriter, error.Body, OpenAiJson.Default.ErrorBody);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
