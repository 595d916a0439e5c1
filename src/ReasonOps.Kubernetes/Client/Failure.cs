using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace ReasonOps.Kubernetes.Client;

/// <summary>Why one try came to nothing, and what that means for another.</summary>
/// <param name="After">What the server asked us to wait.</param>
internal sealed record Failure(FailureKind Kind, KubernetesException Exception, TimeSpan? After = null)
{
    /// <summary>Null for what is no fault of the wire.</summary>
    public static Failure? Of(Exception exception, ApiRequest request, Uri server) => exception switch
    {
        HttpRequestException { InnerException: AuthenticationException tls } => Unanswered(FailureKind.Distrusted, tls, request, server),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } => Unanswered(FailureKind.Refused, exception, request, server),
        HttpRequestException or IOException => Unanswered(FailureKind.Broken, exception, request, server),
        // A connect timeout, as a server brings it about that listens and is too busy for TLS; without this it would pass for somebody's wish to stop.
        OperationCanceledException { InnerException: TimeoutException late } => Unanswered(FailureKind.Refused, late, request, server),
        _ => null,
    };

    public static Failure TimedOut(ApiRequest request, Uri server, TimeSpan limit) =>
        new(FailureKind.Broken, new(null, "Timeout", $"{Of(request, server)}: no whole answer within {limit.TotalSeconds:0.###} s"));

    public static Failure Of(HttpStatusCode status, RetryConditionHeaderValue? after, DateTimeOffset now, KubernetesException exception) => new(
        status switch
        {
            HttpStatusCode.TooManyRequests => FailureKind.Throttled,
            HttpStatusCode.Unauthorized => FailureKind.Unauthorized,
            >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented => FailureKind.ServerFault,
            _ => FailureKind.Refusal,
        },
        exception, after?.Delta ?? (after?.Date is { } date ? date - now : null));

    private static Failure Unanswered(FailureKind kind, Exception why, ApiRequest request, Uri server)
    {
        // The outer message of a broken connection says little; the innermost says what happened.
        var cause = why.InnerException is { } inner && inner.Message != why.Message ? $"{why.Message} {inner.Message}" : why.Message;
        return new(kind, new(null, kind.ToString(), $"{Of(request, server)}: {cause}", why));
    }

    /// <summary>Without the query, and without a password that a URL may hold.</summary>
    private static string Of(ApiRequest request, Uri server)
    {
        var root = server.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        return $"{request.Method} {root}/{request.Path.Split('?')[0]}";
    }
}

internal enum FailureKind
{
    /// <summary>No connection came about: nothing was sent.</summary>
    Refused,

    /// <summary>It may have been done or not.</summary>
    Broken,

    /// <summary>The server's certificate is not good, or it does not take ours.</summary>
    Distrusted,
    Throttled,
    ServerFault,
    Unauthorized,

    /// <summary>An answer that no other try would change.</summary>
    Refusal,
}
