using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Errors;

/// <summary>
/// The outermost step of a request: names it (<c>x-request-id</c>), and gives every failure, the router's and Kestrel's
/// included, OpenAI's shape. Once a response has begun there is nothing left to shape, so the connection is cut.
/// </summary>
internal sealed partial class ErrorShape(RequestDelegate next, ILogger<ErrorShape> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers["x-request-id"] = context.TraceIdentifier = RequestId.New("req_");
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
                await ErrorWriter.WriteAsync(context, Unrouted(context));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            LogGone(context.TraceIdentifier);
        }
        catch (Exception failure)
        {
            await FailAsync(context, failure);
        }
    }

    private async Task FailAsync(HttpContext context, Exception failure)
    {
        var error = ErrorOf(context, failure);
        if (error.Status == StatusCodes.Status500InternalServerError) LogFailed(failure, context.TraceIdentifier);
        if (context.Response.HasStarted) context.Abort();
        else await ErrorWriter.WriteAsync(context, error);
    }

    private static ApiException ErrorOf(HttpContext context, Exception failure) => failure switch
    {
        ApiException known => known,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiException.TooLarge(GatewayHost.MaxBodyBytes),
        BadHttpRequestException bad => Of(bad.StatusCode, "invalid_request_error", bad.Message, "bad_request"),
        _ => Of(500, "server_error", $"the gateway failed; its log has more under request {context.TraceIdentifier}", "internal_error"),
    };

    private static ApiException Unrouted(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status405MethodNotAllowed => Of(405, "invalid_request_error",
            $"{context.Request.Method} is not served on {context.Request.Path}; use {context.Response.Headers.Allow}", "method_not_allowed"),
        StatusCodes.Status404NotFound => Of(404, "invalid_request_error",
            $"{context.Request.Path} is not served; there are POST /v1/chat/completions, GET /v1/models and GET /v1/usage", "unknown_url"),
        var status => Of(status, "invalid_request_error", $"{context.Request.Path} answered {status}", "bad_request"),
    };

    private static ApiException Of(int status, string type, string message, string code) => new(status, new ApiError(message, type, null, code));
}
