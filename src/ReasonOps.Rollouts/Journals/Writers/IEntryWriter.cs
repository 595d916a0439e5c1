namespace ReasonOps.Rollouts.Journals.Writers;

/// <summary>The way of an entry into the log and into what is final.</summary>
internal interface IEntryWriter : IAsyncDisposable
{
    /// <returns>False: something of it was final already.</returns>
    /// <exception cref="IOException">It cannot be written; nothing of it counts, and it may be tried again.</exception>
    /// <exception cref="Storage.TakenOverException">Another process writes this log now.</exception>
    Task<bool> WriteAsync(JournalEntry entry, CancellationToken cancellation);

    /// <summary>When this returns everything that came before is durable.</summary>
    /// <exception cref="Storage.TakenOverException">Another process writes this log now.</exception>
    Task FlushAsync(CancellationToken cancellation);
}
