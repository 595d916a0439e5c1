namespace ReasonOps.Rollouts.Storage;

/// <summary>Where a dataset and its journal are kept: a folder, or what stands under a prefix of a bucket. Names are paths below it, with slashes.</summary>
public interface IDatasetStore : IDisposable
{
    /// <summary>As people wrote it.</summary>
    string Uri { get; }

    /// <summary>The names that begin so, in ordinal order; none where there is nothing yet.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation);

    /// <exception cref="IOException">There is none of this name, or it cannot be read.</exception>
    Task<Stream> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>Takes the place of what has this name, whole: nobody sees half of it, and it is durable when this returns.</summary>
    /// <exception cref="IOException">It cannot be written; what was there is there.</exception>
    Task PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>What is not there is no fault.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    Task DeleteAsync(string name, CancellationToken cancellation);

    /// <summary>Something to be written before its name is known.</summary>
    /// <param name="folder">That it will be in.</param>
    IDraft Draft(string folder);

    /// <summary>Lines that one process at a time appends to.</summary>
    /// <param name="name">Its files begin so, and no others do.</param>
    /// <param name="cancellation">Leaves it as it was.</param>
    /// <exception cref="IOException">It cannot be written, or, in a folder, another process does.</exception>
    Task<ILineLog> OpenLogAsync(string name, CancellationToken cancellation);
}

/// <summary>Bytes that are nothing yet. Gone when disposed, unless published.</summary>
public interface IDraft : IAsyncDisposable
{
    Stream Content { get; }

    /// <summary>From here on it has a name, and is durable.</summary>
    /// <param name="name">In its folder.</param>
    /// <param name="cancellation">Leaves it without one.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    Task PublishAsync(string name, CancellationToken cancellation);
}

/// <summary>Lines that are only ever added to.</summary>
public interface ILineLog : IAsyncDisposable
{
    /// <summary>What others wrote to it before, in order.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Lines that were cut at an end when it was opened: their writer was killed.</summary>
    int Torn { get; }

    /// <summary>How lines are put together before they are written; null: each is durable at once, and cheap.</summary>
    Gathering? Gathering { get; }

    /// <summary>All of the lines are durable when it returns; none of them when it throws, and they may be written again.</summary>
    /// <exception cref="IOException">The disk is full, the server away, or worse.</exception>
    /// <exception cref="TakenOverException">Another process writes it now.</exception>
    Task WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> lines);
}

/// <summary>Where nothing can be appended to, lines wait for each other.</summary>
/// <param name="Every">The longest that one waits.</param>
/// <param name="Bytes">That are enough, however little time has gone by.</param>
public sealed record Gathering(TimeSpan Every, int Bytes = 8 << 20);

/// <summary>Another process has begun to write the same journal, so this one must end.</summary>
public sealed class TakenOverException(string log) : IOException($"{log}: another process writes it now; this one ends. Two workers were started for one partition")
{
    /// <summary>Its name.</summary>
    public string Log => log;
}
