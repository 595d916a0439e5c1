using System.Text;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Engines.Chains;

/// <summary>One chain's share of a stream: its deltas in, its events out, every token counted once.</summary>
/// <param name="closed">The thinking was over before this request: whatever comes is answer, even where a parser that never saw the end calls it reasoning.</param>
/// <param name="splitter">Given where thinking may come inside the content.</param>
/// <param name="confidences">Given where each token's is wanted.</param>
/// <param name="tokens">The tokens themselves are wanted.</param>
internal sealed class ChainReader(int chain, bool closed, ThinkSplitter? splitter, TokenConfidences? confidences, bool tokens)
{
    /// <summary>Tokens may have no text (part of a character, a mark); they wait for the next text, but not for ever.</summary>
    private const int MaxSilentTokens = 8;

    private int _silentTokens;
    private bool _thinks;
    private bool _answers;

    public bool Ended { get; private set; }

    /// <summary>What its engine says of its weights, as far as it has.</summary>
    public string? Weights { get; set; }

    public void Read(ChatChoice choice, Action<ChainEvent> report)
    {
        if (Ended) return;
        var (thinking, content) = (choice.Delta?.Thinking ?? "", choice.Delta?.Content ?? "");
        var silentBefore = _silentTokens;
        _silentTokens += Count(choice) ?? (thinking.Length + content.Length > 0 ? 1 : 0);
        confidences?.Add(choice.Logprobs);
        ReportTokens(choice, report);
        var (thought, said) = Split(thinking, content);
        // What had no text between the thinking and the answer is the mark that ended the thinking.
        if (silentBefore > 0 && _thinks && !_answers && thought.Length == 0 && said.Length > 0) Report("", "", silentBefore, report);
        if (choice.FinishReason is { } reason) Finish(thought, said, reason, report);
        else if (thought.Length + said.Length > 0 || _silentTokens > MaxSilentTokens) Report(thought, said, _silentTokens, report);
    }

    /// <summary>A chain that comes as one answer. Two of its tokens may be the marks that end the thinking and the answer, which have no text.</summary>
    /// <param name="thinking">Tokens of the thinking, where the engine says how many; else they are shared out by length.</param>
    /// <param name="all">Tokens of the chain, where the engine does not tell of every one.</param>
    public void ReadWhole(ChatChoice choice, int? thinking, int? all, Action<ChainEvent> report)
    {
        if (Ended) return;
        confidences?.Add(choice.Logprobs);
        ReportTokens(choice, report);
        var (thought, said) = Split(choice.Message!.Thinking ?? "", choice.Message.Content ?? "");
        var (thoughtLeft, saidLeft) = splitter?.Flush() ?? ("", "");
        (thought, said) = (thought + thoughtLeft, said + saidLeft);
        var tokens = Count(choice) ?? all ?? 0;
        // One that ends in its thinking ended at a stop text, which is no mark.
        var marks = said.Length == 0 ? 0 : Math.Clamp((choice.FinishReason == "stop" ? 1 : 0) + (thought.Length > 0 ? 1 : 0), 0, Math.Max(0, tokens - 1));
        var length = Math.Max(1, thought.Length + said.Length);
        var thoughtTokens = Math.Clamp(thinking > 0 ? thinking.Value : (int)((long)(tokens - marks) * thought.Length / length), 0, tokens);
        var saidTokens = said.Length > 0 ? Math.Max(0, tokens - thoughtTokens - marks) : 0;
        if (thought.Length > 0) report(new ChainEvent.Thought(chain, thought, thoughtTokens, confidences?.Take(thoughtTokens)));
        if (said.Length > 0) report(new ChainEvent.Said(chain, said, saidTokens, confidences?.Take(saidTokens)));
        if (tokens - thoughtTokens - saidTokens is > 0 and var silent) report(new ChainEvent.Said(chain, "", silent));
        End(choice.FinishReason ?? "nothing", report);
    }

    public void Fail(ChainEnd end, string reason, Action<ChainEvent> report)
    {
        if (Ended) return;
        Ended = true;
        report(new ChainEvent.Ended(chain, end, reason, Weights));
    }

    /// <summary>Null where the engine does not tell of every token.</summary>
    private static int? Count(ChatChoice choice) => choice.TokenIds?.Count ?? (choice.Logprobs is { Content.Count: > 0 and var count } ? count : null);

    private void ReportTokens(ChatChoice choice, Action<ChainEvent> report)
    {
        if (!tokens || choice.Logprobs is not { Content: { Count: > 0 } drawn }) return;
        var ids = choice.TokenIds?.Count == drawn.Count ? choice.TokenIds : null;
        report(new ChainEvent.Drawn(chain, [.. drawn.Select((token, i) => new DrawnToken(Bytes(token), token.Logprob, ids?[i]))]));
    }

    /// <summary>A part of a letter has no text of its own, but bytes.</summary>
    private static byte[] Bytes(TokenLogprob token) =>
        token.Bytes is { } bytes && bytes.All(value => value is >= 0 and <= 255) ? [.. bytes.Select(value => (byte)value)] : Encoding.UTF8.GetBytes(token.Token);

    private (string Thought, string Said) Split(string thinking, string content)
    {
        if (closed) return ("", thinking + content);
        if (splitter is null) return (thinking, content);
        if (thinking.Length > 0) splitter.Stop();
        var (thought, said) = splitter.Feed(content);
        return (thinking + thought, said);
    }

    /// <summary>Of several tokens that come with a stop the last is the mark that says so; the text is the others'.</summary>
    private void Finish(string thought, string said, string reason, Action<ChainEvent> report)
    {
        var (thoughtLeft, saidLeft) = splitter?.Flush() ?? ("", "");
        var marks = reason == "stop" && _silentTokens > 1 ? 1 : 0;
        Report(thought + thoughtLeft, said + saidLeft, _silentTokens - marks, report);
        Report("", "", _silentTokens, report);
        End(reason, report);
    }

    /// <summary>Tokens of a delta that holds both are shared out by length.</summary>
    private void Report(string thought, string said, int tokens, Action<ChainEvent> report)
    {
        _silentTokens -= tokens;
        _thinks |= thought.Length > 0;
        _answers |= said.Length > 0;
        var length = thought.Length + said.Length;
        var thoughtTokens = length > 0 ? (int)((long)tokens * thought.Length / length) : _answers || closed ? 0 : tokens;
        if (thought.Length > 0 || thoughtTokens > 0) report(new ChainEvent.Thought(chain, thought, thoughtTokens, confidences?.Take(thoughtTokens)));
        if (said.Length > 0 || thoughtTokens < tokens)
            report(new ChainEvent.Said(chain, said, tokens - thoughtTokens, confidences?.Take(tokens - thoughtTokens)));
    }

    private void End(string reason, Action<ChainEvent> report)
    {
        Ended = true;
        report(reason switch
        {
            "stop" or "tool_calls" or "function_call" => new ChainEvent.Ended(chain, ChainEnd.Stopped, Weights: Weights),
            "length" => new ChainEvent.Ended(chain, ChainEnd.Length, Weights: Weights),
            _ => new ChainEvent.Ended(chain, ChainEnd.Failed, $"the engine ended it for \"{reason}\""),
        });
    }
}
