namespace ReasonOps.OpenAi.Errors;

/// <summary>A refusal with its HTTP status; thrown by servers to answer with it, and by the client that was answered so.</summary>
public sealed class ApiException(int status, ApiError error, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(error.Message, inner)
{
    public int Status => status;

    public ApiError Error => error;

    /// <summary>When to come back; the <c>Retry-After</c> header.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary><see cref="RetryAfter"/> as the header has it, whole seconds and at least one; null without.</summary>
    public long? RetryAfterSeconds => retryAfter is { } wait ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)) : null;

    public ErrorBody Body => new(error);

    public static ApiException InvalidRequest(string? param, string message, Exception? inner = null) =>
        new(400, new(message, "invalid_request_error", param, "invalid_value"), inner: inner);

    public static ApiException Unauthorized(string message = "an API key is needed: send Authorization: Bearer KEY with a key that is valid here") =>
        new(401, new(message, "authentication_error", null, "invalid_api_key"));

    public static ApiException Forbidden(string message, string? param = null) =>
        new(403, new(message, "permission_error", param, "forbidden"));

    public static ApiException ModelNotFound(string model, IEnumerable<string> known) =>
        new(404, new($"model: \"{model}\" is not served here; known: {string.Join(", ", known)}", "invalid_request_error", "model", "model_not_found"));

    public static ApiException TooLarge(long maxBytes) =>
        new(413, new($"the body is larger than {maxBytes} bytes", "invalid_request_error", null, "request_too_large"));

    public static ApiException RateLimited(string message, TimeSpan retryAfter) =>
        new(429, new(message, "rate_limit_error", null, "rate_limit_exceeded"), retryAfter);

    public static ApiException Unavailable(string message, TimeSpan? retryAfter = null, Exception? inner = null) =>
        new(503, new(message, "server_error", null, "unavailable"), retryAfter, inner);

    public static ApiException DeadlineExceeded(string message) =>
        new(504, new(message, "server_error", null, "deadline_exceeded"));
}
