using System.Text;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

/// <summary>
/// What the caller hears: the thinking of the leading chain, and the answer, live or whole. When the leading chain fails the
/// next one that lives takes over, and what it has thought so far is caught up with.
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

    public void Follow(IEnumerable<ChainProgress> chains)
    {
        if (Leading is { HasFailed: false }) return;
        Leading = chains.FirstOrDefault(chain => !chain.HasFailed);
        if (Leading is null) return;
        Thought(Leading, Leading.Reasoning);
        Said(Leading, Leading.Content);
    }

    public void Conclude(Chain? winner)
    {
        if (!Committed && winner is not null) Say(winner.Content);
    }

    private void Say(string text)
    {
        if (text.Length == 0) return;
        _said.Append(text);
        _untold.Enqueue(new RunEvent.Said(text));
    }
}
