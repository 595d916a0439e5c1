using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Events;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Conditions;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.Passes;

/// <summary>What a pass did to the children, and the world as it is after.</summary>
/// <param name="before">As observed.</param>
/// <param name="whyScaled">Why replicas are another number than before, for people.</param>
public sealed class ChildrenOutcome(Observed before, string? whyScaled = null)
{
    private readonly List<Child> _children = [.. before.Children];
    private readonly List<Remark> _troubles = [];
    private readonly List<string> _created = [];
    private readonly List<string> _changed = [];
    private readonly List<string> _pruned = [];
    private readonly List<Announcement> _scaled = [];

    /// <summary>With the server's own answers in place of what caches held.</summary>
    public Observed Observed => before with { Children = [.. _children] };

    public IReadOnlyList<Remark> Troubles => _troubles;

    /// <summary>Something was sent.</summary>
    public bool Wrote => _created.Count + _changed.Count + _pruned.Count > 0;

    /// <summary>A kind is not where discovery said it was.</summary>
    public bool KindMissing { get; private set; }

    /// <summary>One of each sort, however many children there are.</summary>
    public IReadOnlyList<Announcement> Announcements => [
        .. Said("Created", _created), .. Said("Changed", _changed), .. Said("Pruned", _pruned), .. _scaled];

    public void Add(EntityType type, ApiObject? was, Applied applied)
    {
        _children.RemoveAll(child => child.Type == type && child.Live.Metadata.Name == applied.Live.Metadata.Name);
        _children.Add(new(type, applied.Live));
        if (applied.Action == ApplyAction.Created) _created.Add(Name(type, applied.Live));
        if (applied.Action != ApplyAction.Changed) return;
        if (Scaled(was, applied.Live) is { } scaled) _scaled.Add(scaled);
        else _changed.Add(Name(type, applied.Live));
    }

    public void Add(Remark trouble, bool kindMissing = false)
    {
        _troubles.Add(trouble);
        KindMissing |= kindMissing;
    }

    public void Remove(IReadOnlyList<ApiObject> pruned)
    {
        foreach (var live in pruned)
        {
            if (_children.Find(child => child.Live.Metadata.Uid == live.Metadata.Uid) is not { } child) continue;
            _children.Remove(child);
            _pruned.Add(Name(child.Type, live));
        }
    }

    private Announcement? Scaled(ApiObject? was, ApiObject now) =>
        was?.Root.At("spec", "replicas").Int() is { } from && now.Root.At("spec", "replicas").Int() is { } to && from != to
            ? new(EventType.Normal, "Scaled", $"{now.Metadata.Name} {from} -> {to}{(whyScaled is null ? "" : $": {whyScaled}")}")
            : null;

    private static IEnumerable<Announcement> Said(string reason, List<string> names)
    {
        if (names.Count > 0) yield return new(EventType.Normal, reason, Words.Bounded(string.Join(", ", names)));
    }

    private static string Name(EntityType type, ApiObject live) => $"{type.Kind} {live.Metadata.Name}";
}
