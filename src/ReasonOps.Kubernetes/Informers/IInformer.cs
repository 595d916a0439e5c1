using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Informers;

/// <summary>A cache of one kind, whatever its class.</summary>
public interface IInformer
{
    EntityType Type { get; }

    /// <summary>Whether the first list is in.</summary>
    bool HasSynced { get; }

    /// <summary>Done when the first list is in.</summary>
    Task Synced { get; }

    /// <summary>Why the server cannot be followed just now, for people; null while it can.</summary>
    string? Fault { get; }

    /// <summary>Lists and watches until cancelled, then returns; never ends by a fault of the server.</summary>
    Task RunAsync(CancellationToken cancellation);
}

/// <summary>A cache of one kind, kept by list and watch; every read is from memory.</summary>
public interface IInformer<T> : IInformer where T : class, IKubernetesObject
{
    T? Get(ObjectKey key);

    IReadOnlyCollection<T> All { get; }

    /// <summary>Objects that <paramref name="uid"/> owns.</summary>
    IReadOnlyCollection<T> OwnedBy(string uid);

    /// <summary>Objects that carry a label with this value; the label is one the informer was made to index.</summary>
    IReadOnlyCollection<T> WithLabel(string label, string value);

    /// <summary>
    /// Told of every change, one at a time, by the informer's own loop: handlers only queue keys. Add them before <see cref="IInformer.RunAsync"/>.
    /// <c>Old</c> is null when added, <c>New</c> when deleted; an object that was deleted and made again under its name is told as both.
    /// </summary>
    event Action<Change<T>>? Changed;
}

public readonly record struct Change<T>(T? Old, T? New) where T : class, IKubernetesObject
{
    public T Object => New ?? Old!;
}
