using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Rollouts.Journals;

/// <summary>What was found when a journal was opened.</summary>
/// <param name="Rollouts">That are final.</param>
/// <param name="Torn">Lines cut at an end: written when the process was killed.</param>
/// <param name="Damaged">Lines whose checksum is not right; what they held is drawn again.</param>
public sealed record JournalRecovery(long Rollouts, int Torn, int Damaged)
{
    internal static async Task<(JournalState State, JournalRecovery Recovery)> ReadAsync(
        IDatasetStore store, ILineLog log, int workers, bool again, CancellationToken cancellation)
    {
        var (state, damaged, aside) = (new JournalState(workers), 0, new Dictionary<long, SettledHead>());
        await foreach (var body in JournalReader.ReadAsync(store, log.Files, (_, _) => damaged++, cancellation))
        {
            if (body.IsTree) state.Recover(body);
            else if (body.ReadSettledHead() is { Quarantined: true } head) aside[head.Number] = head;
            else state.Settle(body.ReadSettledHead());
        }
        // Those that were set aside may have been tried again, and settled, further on.
        if (!again)
            foreach (var head in aside.Values) state.Settle(head);
        return (state, new(state.Rollouts, log.Torn, damaged));
    }
}
