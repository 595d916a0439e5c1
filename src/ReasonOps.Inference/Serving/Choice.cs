using System.Text;
using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Serving;

/// <summary>A chain as its reader sees it: thinking and answer apart, ended by a stop text if one comes.</summary>
internal sealed class Choice(int index, StopText stop)
{
    private bool _thinking = true;

    public int Index => index;
    public StringBuilder Reasoning { get; } = new();
    public StringBuilder Content { get; } = new();
    public List<ChainToken> Tokens { get; } = [];
    public int ReasoningTokens { get; private set; }
    public string? FinishReason { get; private set; }
    public bool MetStop => stop.Met;

    /// <summary>Takes the chain's next token in; what it adds to the thinking and to the answer, null where nothing.</summary>
    public (string? Reasoning, string? Content) Accept(in ChainToken token)
    {
        Tokens.Add(token);
        if (token is { Thinking: true, Text.Length: > 0 }) ReasoningTokens++;
        var closed = _thinking && !token.Thinking ? stop.Flush() : ""; // a stop text does not reach over the end of the thinking
        _thinking = token.Thinking;
        var passed = stop.Pass(token.Text);
        if (token.Finish != Scheduling.FinishReason.None) passed += stop.Flush();
        FinishReason = stop.Met || token.Finish == Scheduling.FinishReason.Stop ? "stop"
            : token.Finish == Scheduling.FinishReason.Length ? "length"
            : null;
        return (Keep(Reasoning, token.Thinking ? passed : closed), Keep(Content, token.Thinking ? "" : passed));
    }

    private static string? Keep(StringBuilder text, string added)
    {
        text.Append(added);
        return added.Length == 0 ? null : added;
    }
}
