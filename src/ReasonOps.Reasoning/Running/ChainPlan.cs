using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Reasoning.Running;

/// <summary>A draft made out: what a chain begins with, and what it may take.</summary>
/// <param name="Begun">What has been thought when it begins.</param>
/// <param name="InheritedTokens">Of <paramref name="Begun"/>.</param>
/// <param name="ReasoningTokens">That the whole path may think, <paramref name="InheritedTokens"/> included.</param>
/// <param name="Closed">It only answers.</param>
internal sealed record ChainPlan(
    Draft Draft, string Begun, int InheritedTokens, int ReasoningTokens, int AnswerTokens, bool Closed, IReadOnlyList<Turn> Turns)
{
    public bool Step => Draft.Step && !Closed;

    /// <summary>It begins at the question and ends with an answer.</summary>
    public bool IsWhole => Draft.Parent is null && !Draft.Step;

    /// <summary>The most that can be drawn for it.</summary>
    public long Cost => (Closed ? 0L : ReasoningTokens - InheritedTokens) + AnswerTokens;

    public static ChainPlan Of(Draft draft, ChainProgress? parent, int reasoningTokens, int answerTokens, bool forcesAnswer)
    {
        var thought = parent?.Ended;
        var (text, tokens) = (thought?.Reasoning ?? "", Math.Min(thought?.ReasoningTokens ?? 0, reasoningTokens));
        if (draft.Cut is { } cut && cut.Length < text.Length)
            (text, tokens) = (text[..cut.Length], Cut.Tokens(cut.Length, text.Length, tokens));
        var appended = Math.Min(AppendedTokens(draft.Append, text, tokens), reasoningTokens - tokens);
        if (appended > 0) (text, tokens) = (text + draft.Append, tokens + appended);
        var spent = tokens >= reasoningTokens && draft.Parent is not null && forcesAnswer;
        var turns = draft.Turns.Count > 0 || parent is null ? draft.Turns : parent.Plan.Turns;
        return new ChainPlan(draft, text, tokens, reasoningTokens, answerTokens, draft.Closed || spent, turns);
    }

    /// <summary>How many tokens a text has only its engine knows: as many a character as what goes before it.</summary>
    private static int AppendedTokens(string appended, string text, int tokens)
    {
        if (appended.Length == 0) return 0;
        var each = text.Length > 0 && tokens > 0 ? (double)tokens / text.Length : 0.25;
        return (int)Math.Clamp(Math.Ceiling(appended.Length * each), 1, appended.Length);
    }
}
