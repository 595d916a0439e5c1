using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Informers;

/// <summary>A cache of one kind, kept by list and watch; every read is from memory.</summary>
public interface IInformer<T> where T : class, IKubernetesObject
{
    EntityType Type { get; }

    /// <summary>Whether the first list is in.</summary>
    bool HasSynced { get; }

    T? Get(ObjectKey key);

    IReadOnlyCollection<T> All { get; }

    /// <summary>Objects that <paramref name="uid"/> owns.</summary>
    IReadOnlyCollection<T> OwnedBy(string uid);

    /// <summary>Objects that carry a label with this value; the label is one the informer was made to index.</summary>
    IReadOnlyCollection<T> WithLabel(string label, string value);

    /// <summary>Told of every change, from the watch's own loop: handlers only queue keys. <c>Old</c> is null when added, <c>New</c> when deleted.</summary>
    event Action<Change<T>>? Changed;

    /// <summary>Lists and watches until cancelled; never ends by a fault of the server.</summary>
    Task RunAsync(CancellationToken cancellation);
}

public readonly record struct Change<T>(T? Old, T? New) where T : class, IKubernetesObject
{
    public T Object => New ?? Old!;
}
