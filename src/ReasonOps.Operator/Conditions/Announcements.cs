using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Events;

namespace ReasonOps.Operator.Conditions;

/// <summary>One event of an object of ours, for <c>kubectl describe</c>.</summary>
public sealed record Announcement(EventType Type, string Reason, string Message);

/// <summary>
/// What is worth an event between one status and the next. Made of what the API server holds, so that a restart announces nothing twice.
/// </summary>
public static class Announcements
{
    public static IReadOnlyList<Announcement> Between(IObjectStatus? previous, IObjectStatus next)
    {
        var (was, now) = (Read(previous), Read(next));
        return [.. new[]
        {
            Accepted(was(ConditionTypes.Accepted), now(ConditionTypes.Accepted)!),
            now(ConditionTypes.Ready) is { } ready ? Ready(was(ConditionTypes.Ready), ready) : null,
            Progressing(was(ConditionTypes.Progressing), now(ConditionTypes.Progressing)!),
            Came(EventType.Normal, was(ConditionTypes.Complete), now(ConditionTypes.Complete)),
            Came(EventType.Warning, was(ConditionTypes.Failed), now(ConditionTypes.Failed)),
            Suspended(was(ConditionTypes.Suspended), now(ConditionTypes.Suspended)),
        }.OfType<Announcement>()];
    }

    /// <summary>That a new service is accepted, its children tell.</summary>
    private static Announcement? Accepted(Condition? was, Condition now) =>
        now.Status == "False" ? Unless(was?.Message == now.Message && was?.Status == "False", EventType.Warning, Reasons.Invalid, now)
        : Unless(was?.Status != "False", EventType.Normal, Reasons.Accepted, now);

    /// <summary>A first start is no news until it is over; a loss of what worked is, and so is a new reason that someone must mend.</summary>
    private static Announcement? Ready(Condition? was, Condition now) =>
        now.Status == "True" ? Unless(was?.Status == "True", EventType.Normal, ConditionTypes.Ready, now)
        : IsLoss(now.Reason) ? Unless(was?.Status != "True", EventType.Warning, now.Reason!, now)
        : Unless(was?.Status == "False" && was.Reason == now.Reason, EventType.Warning, now.Reason!, now);

    /// <summary>The end of a job.</summary>
    private static Announcement? Came(EventType type, Condition? was, Condition? now) =>
        now?.Status == "True" && was?.Status != "True" ? new(type, now.Type, now.Message) : null;

    private static Announcement? Suspended(Condition? was, Condition? now) => (was?.Status == "True", now?.Status == "True") switch
    {
        (false, true) => new(EventType.Normal, ConditionTypes.Suspended, now!.Message),
        (true, false) when now is not null => new(EventType.Normal, "Resumed", now.Message),
        _ => null,
    };

    private static Announcement? Progressing(Condition? was, Condition now) => now.Reason switch
    {
        _ when was?.Reason == now.Reason => null,
        Reasons.UpToDate when was?.Reason is Reasons.RollingOut => new(EventType.Normal, "RolledOut", "the update is done"),
        Reasons.Stuck or Reasons.ApplyFailed or Reasons.ServiceNotFound or Reasons.ServiceInvalid or Reasons.JudgeNotServed or Reasons.PoolNotFound => new(EventType.Warning, now.Reason, now.Message!),
        Reasons.Paused => new(EventType.Normal, Reasons.Paused, now.Message!),
        _ when was?.Reason == Reasons.Paused => new(EventType.Normal, "Resumed", "changes are applied again"),
        _ => null,
    };

    /// <summary>The reasons that every start passes through, too.</summary>
    private static bool IsLoss(string? reason) => reason is Reasons.EnginesUnavailable or Reasons.GatewayUnavailable or Reasons.VerifiersUnavailable or Reasons.Invalid
        or Reasons.Paused or Reasons.ApplyFailed or Reasons.PreviousNotGone;

    private static Announcement? Unless(bool known, EventType type, string reason, Condition now) => known ? null : new(type, reason, now.Message!);

    private static Func<string, Condition?> Read(IObjectStatus? status) =>
        type => status?.Conditions?.FirstOrDefault(condition => condition.Type == type);
}
