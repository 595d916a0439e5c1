namespace ReasonOps.Kubernetes.Events;

/// <summary>
/// What becomes of an event: as kubectl's users know it from client-go. The same within ten minutes is counted; of more than ten that
/// differ in their message alone the rest become one; an object has 25 at once and one more every five minutes. Not thread-safe.
/// </summary>
internal sealed class EventCorrelator(TimeProvider time)
{
    public const int Burst = 25;
    public const int Similar = 10;
    public const string CombinedPrefix = "(combined from similar events): ";

    /// <summary>Beyond so many of a sort the oldest are forgotten; they would be told anew.</summary>
    private const int MaxRemembered = 4096;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Refill = TimeSpan.FromMinutes(5);

    private readonly Recent<(ObjectReference, EventType, string, string?), Told> _told = new(time, Window, MaxRemembered);
    private readonly Recent<(ObjectReference, EventType, string), HashSet<string>> _messages = new(time, Window, MaxRemembered);
    private readonly Recent<ObjectReference, Bucket> _buckets = new(time, Refill * Burst, MaxRemembered);

    /// <returns>Null to drop it; else what is to be written, counted already.</returns>
    public Told? Judge(Happening happening)
    {
        var about = happening.About with { ResourceVersion = null };
        if (!TakeToken(about)) return null;
        var messages = _messages.GetOrAdd((about, happening.Type, happening.Reason), () => []);
        var combined = messages.Count >= Similar && !messages.Contains(happening.Message);
        if (!combined) messages.Add(happening.Message);
        var told = _told.GetOrAdd((about, happening.Type, happening.Reason, combined ? null : happening.Message), () => new Told(happening.At));
        told.Count++;
        told.Last = happening.At;
        told.Message = combined ? CombinedPrefix + happening.Message : happening.Message;
        return told;
    }

    private bool TakeToken(ObjectReference about)
    {
        var now = time.GetTimestamp();
        var bucket = _buckets.GetOrAdd(about, () => new Bucket(now));
        var refilled = Math.Min(Burst, bucket.Tokens + time.GetElapsedTime(bucket.At, now) / Refill);
        (bucket.At, bucket.Tokens) = (now, refilled < 1 ? refilled : refilled - 1);
        return refilled >= 1;
    }

    private sealed class Bucket(long at)
    {
        public double Tokens { get; set; } = Burst;
        public long At { get; set; } = at;
    }
}

/// <summary>An event as it was recorded.</summary>
internal sealed record Happening(ObjectReference About, EventType Type, string Reason, string Message, DateTimeOffset At);

/// <summary>An event as it stands on the server, or will.</summary>
internal sealed class Told(DateTimeOffset first)
{
    public DateTimeOffset First => first;
    public DateTimeOffset Last { get; set; }
    public int Count { get; set; }
    public string Message { get; set; } = "";

    /// <summary>Null until it is written.</summary>
    public string? Name { get; set; }
}
