using System.Text;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Running;

/// <summary>A chain as far as it has come: thinking, then (closed by itself or by its budget) answering, then ended.</summary>
internal sealed class ChainProgress(int index, Wave wave, int reasoningBudget, int answerBudget)
{
    /// <summary>Tokens without text that one report may bring before they are no longer taken for a mark.</summary>
    private const int MaxMarkTokens = 8;

    private readonly StringBuilder _reasoning = new();
    private readonly StringBuilder _content = new();
    private int _reasoningTokens;
    private int _answerTokens;
    private int _strayTokens;

    public int Index { get; } = index;

    /// <summary>Where its reports come from; what an earlier wave still sends is no longer the chain's.</summary>
    public Wave Wave { get; private set; } = wave;

    public string Reasoning => _reasoning.ToString();
    public string Content => _content.ToString();
    public int Tokens => _reasoningTokens + _answerTokens;

    /// <summary>It has been asked for its answer.</summary>
    public bool Closed { get; private set; }

    public bool Answering => Closed || _content.Length > 0;

    /// <summary>Null while in flight.</summary>
    public Chain? Ended { get; private set; }

    public bool HasFailed => Ended is { End: ChainEnd.Failed or ChainEnd.Refused };

    /// <summary>Adds what the budget holds. A closed chain keeps no thinking, and may stray no longer than it may answer.</summary>
    public Kept Think(string text, int tokens)
    {
        var kept = Closed
            ? Kept.Of("", tokens, answerBudget - _strayTokens)
            : Kept.Of(text, tokens, reasoningBudget - _reasoningTokens);
        if (IsMark(text, tokens)) kept = kept with { Cut = false };
        if (Closed) _strayTokens += kept.Tokens;
        else _reasoningTokens += kept.Tokens;
        _reasoning.Append(kept.Text);
        return kept;
    }

    /// <summary>Adds what the budget holds.</summary>
    public Kept Say(string text, int tokens)
    {
        var kept = Kept.Of(text, tokens, answerBudget - _answerTokens);
        if (IsMark(text, tokens)) kept = kept with { Cut = false };
        _answerTokens += kept.Tokens;
        _content.Append(kept.Text);
        return kept;
    }

    private static bool IsMark(string text, int tokens) => text.Length == 0 && tokens <= MaxMarkTokens;

    /// <summary>Its thinking is over; its answer comes from another wave.</summary>
    public void Close(Wave answer) => (Wave, Closed) = (answer, true);

    public Chain End(ChainEnd end, string? answer = null, string? reason = null) => Ended = new Chain
    {
        Index = Index,
        Reasoning = Reasoning,
        Content = Content,
        Answer = answer,
        ReasoningTokens = _reasoningTokens,
        AnswerTokens = _answerTokens,
        End = end,
        Forced = Closed || (Answering && _reasoningTokens >= reasoningBudget),
        Reason = reason,
    };
}

/// <summary>As much of a report as a budget holds. <paramref name="Cut"/>: there was more.</summary>
internal readonly record struct Kept(string Text, int Tokens, bool Cut)
{
    /// <summary>Text that crosses the line is split in proportion: where in it the tokens lie is not known.</summary>
    public static Kept Of(string text, int tokens, int room)
    {
        if (tokens <= room) return new Kept(text, Math.Max(0, tokens), Cut: false);
        var length = (int)((long)text.Length * room / tokens);
        if (length > 0 && char.IsHighSurrogate(text[length - 1])) length--;
        return new Kept(text[..length], room, Cut: true);
    }
}
