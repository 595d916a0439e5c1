using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Engines.Chains;

/// <summary>Why an engine did not see a request through.</summary>
/// <param name="Unreachable">There was no connection: the engine is gone, not only the request.</param>
/// <param name="CanMove">Nothing was heard of any chain and another engine may do better.</param>
internal sealed record EngineFailure(string Reason, bool Unreachable, bool CanMove)
{
    /// <summary>Null for what is no failure of an engine's.</summary>
    public static EngineFailure? Of(Exception failure, string engine, bool started) => failure switch
    {
        ApiException refusal => new($"engine {engine} answered {refusal.Status}: {refusal.Message}", false, !started && IsPassing(refusal.Status)),
        HttpRequestException { HttpRequestError: var error } when IsConnecting(error) =>
            new($"engine {engine} is unreachable: {failure.Message}", true, !started),
        HttpRequestException or IOException or InvalidDataException or TimeoutException => new($"engine {engine} was lost: {failure.Message}", false, !started),
        ObjectDisposedException => new("the engines are shut down", false, false),
        _ => null,
    };

    /// <summary>Says nothing about the request itself.</summary>
    private static bool IsPassing(int status) => status is 408 or 429 or >= 500;

    private static bool IsConnecting(HttpRequestError error) => error is
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
}
