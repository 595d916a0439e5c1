using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Tests.Running;

/// <summary>
/// An engine that follows a script: for each chain of a request the events it sends, taken in turn from every chain.
/// Null in a script: the chain says nothing more until it is cancelled.
/// </summary>
internal sealed class ScriptedSampler(Func<ChainsRequest, int, IEnumerable<ChainEvent?>> script) : IChainSampler
{
    private readonly ConcurrentDictionary<int, int> _emitted = new();
    private int _live;
    private int _reasoning;

    public ConcurrentQueue<ChainsRequest> Requests { get; } = [];

    /// <summary>Enumerations that have begun and not ended.</summary>
    public int Live => _live;

    public int Emitted => _emitted.Values.Sum();
    public int EmittedReasoning => _reasoning;

    public int EmittedBy(int chain) => _emitted.GetValueOrDefault(chain);

    public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Requests.Enqueue(request);
        Interlocked.Increment(ref _live);
        try
        {
            yield return new ChainEvent.Prompted(request.First, 9, 4);
            await foreach (var report in InTurnAsync(request, cancellation)) yield return report;
        }
        finally
        {
            Interlocked.Decrement(ref _live);
        }
    }

    private async IAsyncEnumerable<ChainEvent> InTurnAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var chains = Enumerable.Range(request.First, request.Count).Select(chain => script(request, chain).GetEnumerator()).ToList();
        var (silent, turns) = (false, 0);
        while (chains.Count > 0)
        {
            foreach (var chain in chains.ToArray())
            {
                if (++turns % 4 == 1) await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
                var (goesOn, report) = chain.MoveNext() ? (true, chain.Current) : (false, null);
                silent |= goesOn && report is null;
                if (report is null)
                {
                    chains.Remove(chain);
                    continue;
                }
                Count(report);
                yield return report;
            }
        }
        if (silent) await Task.Delay(Timeout.Infinite, cancellation);
    }

    private void Count(ChainEvent report)
    {
        var tokens = report switch { ChainEvent.Thought thought => thought.Tokens, ChainEvent.Said said => said.Tokens, _ => 0 };
        _emitted.AddOrUpdate(report.Chain, tokens, (_, before) => before + tokens);
        if (report is ChainEvent.Thought) Interlocked.Add(ref _reasoning, tokens);
    }
}
