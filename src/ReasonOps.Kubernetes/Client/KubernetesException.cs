using System.Net;

namespace ReasonOps.Kubernetes.Client;

/// <summary>The API server's <c>Status</c>, or what kept it from answering.</summary>
/// <param name="status">Null when no answer came.</param>
/// <param name="reason">As <c>Conflict</c>, <c>Expired</c>, <c>Invalid</c>.</param>
/// <param name="message">The server's own.</param>
/// <param name="inner">What broke the connection.</param>
public sealed class KubernetesException(HttpStatusCode? status, string? reason, string message, Exception? inner = null) : Exception(message, inner)
{
    public HttpStatusCode? Status => status;

    public string? Reason => reason;

    public bool IsNotFound => status == HttpStatusCode.NotFound;

    public bool IsConflict => status == HttpStatusCode.Conflict;

    public bool IsGone => status == HttpStatusCode.Gone;

    public bool IsInvalid => status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest;

    public bool IsForbidden => status is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;
}
