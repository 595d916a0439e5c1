using ReasonOps.Ledger.Records;
using ReasonOps.Ledger.Stores;

namespace ReasonOps.Ledger.Live;

/// <summary>Settles what gateways that died on this machine left open, with what their files say was taken.</summary>
public static class Recovery
{
    /// <returns>How many records.</returns>
    public static async Task<int> SettleAsync(string folder, IUsageStore store, DateTimeOffset now, CancellationToken cancellation)
    {
        var settled = 0;
        foreach (var (gateway, file) in LiveFile.OfTheDead(folder))
        {
            using var held = file;
            var open = await store.OpenRecordsAsync(gateway, cancellation);
            var counted = file.Read();
            var lost = open.Select(record => Lost(record, counted, now)).ToList();
            if (lost.Count > 0) await store.WriteAsync(lost, cancellation);
            // Not before: what could not be settled is tried again.
            file.Delete();
            settled += lost.Count;
        }
        return settled;
    }

    /// <summary>No chain of it won, so all that its chains took is wasted; the file knows it at least as well as the record.</summary>
    private static UsageRecord Lost(UsageRecord record, IReadOnlyDictionary<string, LiveTokens> counted, DateTimeOffset now)
    {
        var lost = record with { Outcome = UsageRecord.Lost, Ended = now };
        return !counted.TryGetValue(record.Id, out var taken) || taken.Thought + taken.Said < record.Tokens.Wasted ? lost : lost with
        {
            Tokens = new UsageTokens(taken.Input, taken.Cached, 0, 0, taken.Thought + taken.Said),
            Cost = record.Rates?.Cost(taken.Input, taken.Thought, taken.Said) ?? 0,
        };
    }
}
