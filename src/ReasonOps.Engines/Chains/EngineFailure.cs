using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Engines.Chains;

/// <summary>Why an engine did not see a request through.</summary>
/// <param name="Unreachable">There was no connection: the engine is gone, not only the request.</param>
/// <param name="CanMove">Nothing was heard of any chain and another engine may do better.</param>
/// <param name="Busy">It has as much to do as it takes: later it may take more.</param>
/// <param name="Wait">How long it asked to be left alone; null where it did not say.</param>
/// <param name="Refused">The question itself is at fault; <paramref name="Reason"/> is the engine's own and does not name it.</param>
internal sealed record EngineFailure(string Reason, bool Unreachable, bool CanMove, bool Refused = false, bool Busy = false, TimeSpan? Wait = null)
{
    /// <summary>Null for what is no failure of an engine's.</summary>
    public static EngineFailure? Of(Exception failure, string engine, bool started) => failure switch
    {
        ApiException { Status: var status } when IsRefusal(status) => new(failure.Message, false, false, Refused: true),
        ApiException other => new($"engine {engine} answered {other.Status}: {other.Message}", false, !started, Busy: other.Status is 429 or 503, Wait: other.RetryAfter),
        HttpRequestException { HttpRequestError: var error } when IsConnecting(error) =>
            new($"engine {engine} is unreachable: {failure.Message}", true, !started),
        // The handler's connect timeout comes so. A burst of requests may be why: whether the engine is gone, its health tells.
        OperationCanceledException { InnerException: TimeoutException late } => new($"engine {engine} is unreachable: {late.Message}", false, !started),
        HttpRequestException or IOException or InvalidDataException or TimeoutException => new($"engine {engine} was lost: {failure.Message}", false, !started),
        ObjectDisposedException => new("the engines are shut down", false, false),
        _ => null,
    };

    /// <summary>Any other status is about the engine (busy, broken, or not set up: its key, its model), not about what it was asked.</summary>
    private static bool IsRefusal(int status) => status is 400 or 413 or 422;

    private static bool IsConnecting(HttpRequestError error) => error is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
}
