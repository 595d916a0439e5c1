using ReasonOps.Api.Kinds;

namespace ReasonOps.Operator.Conditions;

/// <summary>What one policy says of its condition; when it changed is found out afterwards.</summary>
internal sealed record Verdict(string Status, string Reason, string Message)
{
    public static Verdict Yes(string reason, string message) => new("True", reason, message);

    public static Verdict No(string reason, string message) => new("False", reason, message);

    public static Verdict Unknown(string reason, string message) => new("Unknown", reason, message);

    public bool Holds => Status == "True";

    /// <param name="previous">Of the same type; its time is kept while its status is.</param>
    public Condition At(string type, long? generation, Condition? previous, DateTimeOffset now) => new()
    {
        Type = type,
        Status = Status,
        ObservedGeneration = generation,
        LastTransitionTime = previous?.Status == Status && previous.LastTransitionTime is { } since ? since : Seconds(now),
        Reason = Reason,
        Message = Words.Bounded(Message),
    };

    /// <summary>Kubernetes' times have no fractions, and what is written must read back as the same.</summary>
    public static DateTimeOffset Seconds(DateTimeOffset time) => new(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond, time.Offset);
}
