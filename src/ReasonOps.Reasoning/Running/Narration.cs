using System.Text;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

/// <summary>
/// What the caller hears: the thinking of the leading chain, and the answer, live or whole. When the leading chain fails, is
/// given up or is gone on from, another takes over, and what it has thought beyond what both share is caught up with.
/// </summary>
internal sealed class Narration(bool live)
{
    private readonly Queue<RunEvent> _untold = [];
    private readonly StringBuilder _said = new();

    public ChainProgress? Leading { get; private set; }

    public string Content => _said.ToString();

    /// <summary>What was said live cannot be unsaid: no other chain may answer any more.</summary>
    public bool Committed => _said.Length > 0;

    public bool TryNext(out RunEvent told) => _untold.TryDequeue(out told!);

    public void Thought(ChainProgress chain, string text)
    {
        if (chain == Leading && text.Length > 0) _untold.Enqueue(new RunEvent.Thought(text));
    }

    public void Said(ChainProgress chain, string text)
    {
        if (live && chain == Leading) Say(text);
    }

    public void Follow(IReadOnlyList<ChainProgress> chains)
    {
        if (Next(chains) is not { } next || next == Leading) return;
        var shared = Leading is null ? 0 : Shared(chains, Leading, next);
        Leading = next;
        Thought(next, next.Reasoning[shared..]);
        Said(next, next.Content);
    }

    public bool HasSaid(ChainProgress chain) => Committed && chain == Leading;

    public void Conclude(Chain? winner)
    {
        if (!Committed && winner is not null) Say(winner.Content);
    }

    private ChainProgress? Next(IReadOnlyList<ChainProgress> chains)
    {
        if (Leading is { Ended: null } || (Committed && Leading is { HasFailed: false })) return Leading;
        var heir = Leading is null ? null : chains.Skip(Leading.Index + 1).FirstOrDefault(chain => chain.Parent == Leading.Index && chain.MayAnswer);
        return heir ?? (Leading is { MayAnswer: true } ? Leading : chains.FirstOrDefault(chain => chain.MayAnswer));
    }

    /// <summary>Length of the thinking that both have from the same chain.</summary>
    private static int Shared(IReadOnlyList<ChainProgress> chains, ChainProgress one, ChainProgress other)
    {
        var path = Path(chains, other).ToHashSet();
        // One that goes on from a part of it has no more than that part.
        return Path(chains, one).FirstOrDefault(path.Contains) is { } same
            ? Math.Min(same.ReasoningLength, one.Reasoning.AsSpan().CommonPrefixLength(other.Reasoning))
            : 0;
    }

    private static IEnumerable<ChainProgress> Path(IReadOnlyList<ChainProgress> chains, ChainProgress last)
    {
        for (var chain = last; chain is not null; chain = chain.Parent is { } parent ? chains[parent] : null) yield return chain;
    }

    private void Say(string text)
    {
        if (text.Length == 0) return;
        _said.Append(text);
        _untold.Enqueue(new RunEvent.Said(text));
    }
}
