using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Cli.Recording;

/// <summary>Keeps what a run does not: how sure the model was of every token, and how long each chain took.</summary>
internal sealed class TappedSampler(IChainSampler engine, TimeProvider time) : IChainSampler
{
    private readonly ConcurrentDictionary<int, (List<float> Confidences, int Tokens, double Seconds)> _chains = new();

    /// <summary>One a token; null where the engine did not tell of each.</summary>
    public IReadOnlyList<float>? Confidences(int chain) =>
        _chains.TryGetValue(chain, out var heard) && heard.Tokens > 0 && heard.Confidences.Count >= heard.Tokens ? heard.Confidences : null;

    public double? Seconds(int chain) => _chains.TryGetValue(chain, out var heard) ? heard.Seconds : null;

    public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var before = Enumerable.Range(request.First, request.Count).ToDictionary(chain => chain, chain => Seconds(chain) ?? 0);
        await foreach (var e in engine.SampleAsync(request with { Confidences = true }, cancellation))
        {
            Hear(e, before.GetValueOrDefault(e.Chain) + time.GetElapsedTime(begun).TotalSeconds);
            yield return e;
        }
    }

    private void Hear(ChainEvent e, double seconds)
    {
        var (tokens, confidences) = e switch
        {
            ChainEvent.Thought thought => (thought.Tokens, thought.Confidences),
            ChainEvent.Said said => (said.Tokens, said.Confidences),
            _ => (0, null),
        };
        if (e is ChainEvent.Prompted) return;
        var heard = _chains.GetValueOrDefault(e.Chain, ([], 0, 0));
        heard.Confidences.AddRange((confidences ?? []).Select(each => (float)each));
        _chains[e.Chain] = (heard.Confidences, heard.Tokens + tokens, seconds);
    }
}
