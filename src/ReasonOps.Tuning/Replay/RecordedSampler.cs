using System.Runtime.CompilerServices;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Tuning.Replay;

/// <summary>
/// Serves a question's recorded samples in place of an engine: chain <c>i</c> is the <c>i</c>th of them in an order drawn by the seed, so
/// that no run sees one twice. They come at their recorded pace, or at the one given, all of a request side by side.
/// </summary>
/// <param name="seed">The same one, the same order.</param>
/// <param name="tokensPerSecond">Of one chain, where its sample does not say how long it took.</param>
/// <param name="time">Real, to stand in for an engine; simulated, to measure.</param>
public sealed class RecordedSampler(RecordedQuestion question, int seed, double tokensPerSecond, TimeProvider time) : IChainSampler
{
    /// <summary>Tokens told at a time, where they are watched.</summary>
    private const int Grain = 16;

    private readonly RecordedSample[] _order = Shuffled(question.Samples, seed);

    /// <summary>What chain <c>i</c> was served; null: there are not so many.</summary>
    public RecordedSample? Sample(int chain) => chain >= 0 && chain < _order.Length ? _order[chain] : null;

    public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var playing = new PriorityQueue<Playback, (double At, int Chain)>();
        for (var chain = request.First; chain < request.First + request.Count; chain++)
        {
            if (Refusal(request, chain) is { } failed) yield return failed;
            else Schedule(playing, new Playback(chain, _order[chain], Duration(_order[chain]), request.Confidences ? Grain : 0), chain);
        }
        while (playing.TryPeek(out var next, out var due))
        {
            await Pause.ForAsync(time, TimeSpan.FromSeconds(due.At) - time.GetElapsedTime(begun), cancellation);
            if (cancellation.IsCancellationRequested) break;
            playing.Dequeue();
            foreach (var e in next.Next()) yield return e;
            if (!next.IsOver) Schedule(playing, next, due.Chain);
        }
        var elapsed = time.GetElapsedTime(begun).TotalSeconds;
        foreach (var (given, _) in playing.UnorderedItems.OrderBy(item => item.Priority.Chain))
        {
            foreach (var e in given.Until(elapsed)) yield return e;
        }
    }

    private static void Schedule(PriorityQueue<Playback, (double At, int Chain)> playing, Playback chain, int index) =>
        playing.Enqueue(chain, (chain.NextAt, index));

    private ChainEvent.Ended? Refusal(ChainsRequest request, int chain) =>
        request.Continues is not null || request.Turns.Count > 0
            ? new(chain, ChainEnd.Refused, "a recorded sample begins at its question; it cannot be gone on from")
        : chain >= _order.Length ? new(chain, ChainEnd.Failed, $"only {_order.Length} samples of {question.Id} are recorded")
        : null;

    private double Duration(RecordedSample sample) => sample.Seconds ?? sample.Tokens / tokensPerSecond;

    private static RecordedSample[] Shuffled(IReadOnlyList<RecordedSample> samples, int seed)
    {
        RecordedSample[] order = [.. samples];
        new Random(seed).Shuffle(order);
        return order;
    }
}
