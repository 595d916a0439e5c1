using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.OpenAi.Serving;

/// <summary>What a server says of itself when something goes wrong.</summary>
/// <param name="Name">Of the server, as <c>gateway</c>.</param>
/// <param name="Served">What there is, for who asks for something else, as <c>GET /v1/models</c>.</param>
public sealed record ErrorShapeOptions(string Name, string Served)
{
    /// <summary>The refusal that an exception of the server's own means; null: it means a failure.</summary>
    public Func<Exception, ApiException?> Refusal { get; init; } = _ => null;

    /// <summary>Told the status of every refusal of a request that was served.</summary>
    public Action<int> Refused { get; init; } = _ => { };
}

/// <summary>
/// The outermost step of a request: names it (<c>x-request-id</c>), and gives every failure, the router's and Kestrel's included, OpenAI's shape. Once a response has begun there
/// is nothing left to shape, so the connection is cut.
/// </summary>
public sealed partial class ErrorShape
{
    private readonly ErrorShapeOptions _options;
    private readonly ILogger _log;

    private ErrorShape(ErrorShapeOptions options, ILogger log) => (_options, _log) = (options, log);

    /// <summary>Comes before all other steps.</summary>
    public static void Use(WebApplication app, ErrorShapeOptions options) => app.Use(new ErrorShape(options, app.Services.GetRequiredService<ILogger<ErrorShape>>()).HandleAsync);

    private async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers["x-request-id"] = context.TraceIdentifier = RequestId.New("req_");
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null }) await JsonAnswer.WriteErrorAsync(context, Unrouted(context));
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
        else _options.Refused(error.Status);
        if (context.Response.HasStarted) context.Abort();
        else await JsonAnswer.WriteErrorAsync(context, error);
    }

    private ApiException ErrorOf(HttpContext context, Exception failure) => failure switch
    {
        ApiException known => known,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiException.TooLarge(MostBodyBytes(context)),
        BadHttpRequestException bad => Of(bad.StatusCode, "invalid_request_error", bad.Message, "bad_request"),
        _ => _options.Refusal(failure)
            ?? Of(500, "server_error", $"the {_options.Name} failed; its log has more under request {context.TraceIdentifier}", "internal_error"),
    };

    /// <summary>As it was set for this request.</summary>
    private static long MostBodyBytes(HttpContext context) => context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? long.MaxValue;

    private ApiException Unrouted(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status405MethodNotAllowed => Of(405, "invalid_request_error",
            $"{context.Request.Method} is not served on {context.Request.Path}; use {context.Response.Headers.Allow}", "method_not_allowed"),
        StatusCodes.Status404NotFound => Of(404, "invalid_request_error", $"{context.Request.Path} is not served here; there are {_options.Served}", "unknown_url"),
        var status => Of(status, "invalid_request_error", $"{context.Request.Path} answered {status}", "bad_request"),
    };

    private static ApiException Of(int status, string type, string message, string code) => new(status, new ApiError(message, type, null, code));
}
