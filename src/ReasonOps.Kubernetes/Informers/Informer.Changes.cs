using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Kubernetes.Informers;

// What a listed or watched object means for the cache.
public sealed partial class Informer<T>
{
    private enum Step
    {
        Ignore,
        Put,
        Remove,

        /// <summary>The one in the cache went unseen, and this is another.</summary>
        RemoveThenPut,
    }

    /// <summary>A list is the truth, also where versions went back.</summary>
    private Step TakeListed(T? cached, T entity) =>
        cached is null ? Step.Put
        : cached.Metadata.Uid != entity.Metadata.Uid ? Step.RemoveThenPut
        : cached.Metadata.ResourceVersion == entity.Metadata.ResourceVersion ? Step.Ignore
        : Step.Put;

    private Step TakeUpdated(T? cached, T entity)
    {
        var version = entity.Metadata.ResourceVersion;
        // An unknown object from before the position is an echo of one that was deleted since.
        if (cached is null) return version == _position || ResourceVersion.IsOlder(version, _position) ? Step.Ignore : Step.Put;
        if (version == cached.Metadata.ResourceVersion || ResourceVersion.IsOlder(version, cached.Metadata.ResourceVersion)) return Step.Ignore;
        return cached.Metadata.Uid == entity.Metadata.Uid ? Step.Put : Step.RemoveThenPut;
    }

    /// <summary>An object that left the selection is told as deleted too, and may come back with its UID; so an older event does not count.</summary>
    private static Step TakeDeleted(T? cached, T entity) =>
        cached is null || ResourceVersion.IsOlder(entity.Metadata.ResourceVersion, cached.Metadata.ResourceVersion) ? Step.Ignore : Step.Remove;

    private void Put(T entity, Func<T?, T, Step> take)
    {
        var key = ObjectKey.Of(entity);
        lock (_telling)
        {
            var cached = _cache.Get(key);
            var step = take(cached, entity);
            if (step is Step.Remove or Step.RemoveThenPut)
            {
                _cache.Set(key, null);
                Tell(new(cached, null));
                cached = null;
            }
            if (step is Step.Put or Step.RemoveThenPut)
            {
                _cache.Set(key, entity);
                Tell(new(cached, entity));
            }
        }
    }

    private void Tell(Change<T> change)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(Changed))
        {
            try
            {
                handler(change);
            }
            catch (Exception fault)
            {
                LogHandlerFailed(fault, Type, ObjectKey.Of(change.Object));
            }
        }
    }
}
