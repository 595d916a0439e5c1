using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Inference.Serving;

/// <summary>Whatever goes wrong is answered in OpenAI's shape; once an answer has begun, its missing end tells the client.</summary>
/// <param name="served">What there is, for who asks for something else.</param>
internal sealed partial class ErrorResponses(ILogger<ErrorResponses> log, string served)
{
    public async Task Handle(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: 404 or 405 }) await Refuse(context, NotServed(context));
        }
#pragma warning disable CA1031 // a client must get an answer whatever it is
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (context.RequestAborted.IsCancellationRequested) ClientLeft(log, e);
            else await Refuse(context, Refusal(e));
        }
    }

    private ApiException Refusal(Exception failure)
    {
        switch (failure)
        {
            case ApiException refusal:
                return refusal;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ApiException.TooLarge(EngineServer.MaxBodyBytes);
            case BadHttpRequestException bad:
                return new ApiException(bad.StatusCode, new ApiError(bad.Message, "invalid_request_error", null, "bad_request"), inner: bad);
            default:
                Failed(log, failure);
                return new ApiException(500, new ApiError("the server failed; its log says why", "server_error", null, "internal_error"), inner: failure);
        }
    }

    private ApiException NotServed(HttpContext context)
    {
        var (status, code) = context.Response.StatusCode == 404 ? (404, "not_found") : (405, "method_not_allowed");
        return new ApiException(status, new ApiError(
            $"{context.Request.Method} {context.Request.Path} is not served here; {served} are", "invalid_request_error", null, code));
    }

    private static Task Refuse(HttpContext context, ApiException error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        context.Response.StatusCode = error.Status;
        if (error.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return EngineServer.WriteJson(context, error.Body, OpenAiJson.Default.ErrorBody);
    }
}
