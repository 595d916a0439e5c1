namespace ReasonOps.Rollouts.Journals;

/// <summary>What was found when a journal was opened.</summary>
/// <param name="Rollouts">That are final.</param>
/// <param name="Torn">Lines cut at an end: written when the process was killed.</param>
/// <param name="Damaged">Lines whose checksum is not right; what they held is drawn again.</param>
public sealed record JournalRecovery(long Rollouts, int Torn, int Damaged)
{
    internal static async Task<(JournalState State, JournalRecovery Recovery)> ReadAsync(IReadOnlyList<string> files, int workers, CancellationToken cancellation)
    {
        var torn = files.Count > 0 && CutTail(files[^1]) ? 1 : 0;
        var (state, damaged) = (new JournalState(workers), 0);
        await foreach (var body in JournalReader.ReadAsync(files, (_, _) => damaged++, cancellation))
        {
            if (!body.IsTree)
            {
                state.Settle(body.ReadSettledHead());
                continue;
            }
            state.Recover(body);
        }
        return (state, new(state.Rollouts, torn, damaged));
    }

    private static bool CutTail(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var end = JournalReader.EndOfLastLine(file);
        if (end == file.Length) return false;
        file.SetLength(end);
        file.Flush(flushToDisk: true);
        return true;
    }
}
