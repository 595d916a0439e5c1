using System.Net;

namespace ReasonOps.ControlPlane.Faults;

/// <summary>What goes wrong with a request on its way.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Answered without the server: 409, 410, 429, 500 ...</summary>
    /// <param name="Reason">Of the <c>Status</c> object, as <c>Conflict</c>; null for the usual one.</param>
    public sealed record Answer(HttpStatusCode Status, string? Reason = null, TimeSpan? RetryAfter = null) : Fault
    {
        internal string ReasonText => Reason ?? Status switch
        {
            HttpStatusCode.Conflict => "Conflict",
            HttpStatusCode.Gone => "Expired",
            HttpStatusCode.TooManyRequests => "TooManyRequests",
            HttpStatusCode.ServiceUnavailable => "ServiceUnavailable",
            HttpStatusCode.Forbidden => "Forbidden",
            HttpStatusCode.NotFound => "NotFound",
            _ => "InternalError",
        };
    }

    /// <summary>The connection breaks; the server never hears of it.</summary>
    public sealed record Break : Fault;

    /// <summary>The server does it, and the connection breaks before the client is told.</summary>
    public sealed record BreakAfter : Fault;

    /// <summary>It arrives later.</summary>
    public sealed record Delay(TimeSpan Time) : Fault;

    /// <summary>The server does it, then this runs, then the client is told; to kill a client between the two, say.</summary>
    public sealed record Then(Func<ProxiedRequest, Task> Action) : Fault;

    /// <summary>Events of a watch come so many times: 0 drops one, 2 doubles it. A watch whose every line is dropped is one that fell silent.</summary>
    public sealed record Events(Func<WatchLine, int> Copies) : Fault;
}

/// <param name="Type">ADDED, MODIFIED, DELETED, BOOKMARK, ERROR.</param>
/// <param name="Name">Of the object; null where it has none.</param>
/// <param name="Text">The whole line, without its end.</param>
public sealed record WatchLine(string Type, string? Name, string Text);
