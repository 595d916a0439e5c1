namespace ReasonOps.Rollouts.Journals;

/// <summary>A line on its way into a journal.</summary>
/// <param name="key">Equal to that of another which would be the same.</param>
/// <param name="line">With its end.</param>
/// <param name="isNew">Whether nothing of it is final.</param>
/// <param name="take">Makes it final.</param>
internal sealed class JournalEntry(object key, ReadOnlyMemory<byte> line, Func<JournalState, bool> isNew, Action<JournalState> take)
{
    public object Key => key;
    public ReadOnlyMemory<byte> Line => line;

    /// <summary>No line, but the wish to know when all before it are written.</summary>
    public bool IsMark => line.IsEmpty;

    /// <summary>Whether it was new; faulted where it could not be written.</summary>
    public TaskCompletionSource<bool> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static JournalEntry Mark() => new(new object(), default, _ => true, _ => { });

    public bool IsNew(JournalState state) => isNew(state);

    public void Take(JournalState state) => take(state);
}
