using ReasonOps.Reasoning.Chains;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Tuning.Replay;

/// <summary>A sample as far as it has been told again, token by token at a steady pace.</summary>
/// <param name="seconds">From its first token to its end.</param>
/// <param name="grain">Tokens told at a time; 0: all at its end.</param>
internal sealed class Playback(int chain, RecordedSample sample, double seconds, int grain)
{
    private int _told;

    /// <summary>Seconds after the request at which there is more to tell.</summary>
    public double NextAt => sample.Tokens == 0 ? seconds : seconds * Following / sample.Tokens;

    private int Following => grain == 0 ? sample.Tokens : Math.Min(sample.Tokens, _told + grain);

    private string Content => sample.Content.Length > 0 ? sample.Content : sample.Answer ?? "";

    /// <summary>What there is to tell at <see cref="NextAt"/>; its end too, where it comes to it.</summary>
    public IReadOnlyList<ChainEvent> Next()
    {
        var told = To(Following);
        return _told < sample.Tokens ? told : [.. told, .. Unmetered(), new ChainEvent.Ended(chain, ChainEnd.Stopped)];
    }

    /// <summary>What had come after so many seconds, of a chain that is given up.</summary>
    public IReadOnlyList<ChainEvent> Until(double elapsed) =>
        To(seconds <= 0 ? sample.Tokens : (int)Math.Min(sample.Tokens, sample.Tokens * (elapsed / seconds)));

    public bool IsOver => _told >= sample.Tokens;

    private List<ChainEvent> To(int tokens)
    {
        var (from, to, border) = (_told, Math.Max(_told, tokens), sample.ReasoningTokens);
        _told = to;
        var events = new List<ChainEvent>();
        if (from < Math.Min(to, border)) events.Add(Thought(from, Math.Min(to, border)));
        if (Math.Max(from, border) < to) events.Add(Said(Math.Max(from, border), to));
        return events;
    }

    private ChainEvent.Thought Thought(int from, int to) =>
        new(chain, Part(sample.Reasoning, from, to, sample.ReasoningTokens), to - from, Sure(from, to));

    private ChainEvent.Said Said(int from, int to) =>
        new(chain, Part(Content, from - sample.ReasoningTokens, to - sample.ReasoningTokens, sample.AnswerTokens), to - from, Sure(from, to));

    /// <summary>An answer that was recorded without its tokens.</summary>
    private IEnumerable<ChainEvent> Unmetered() =>
        sample.AnswerTokens == 0 && Content.Length > 0 ? [new ChainEvent.Said(chain, Content, 0)] : [];

    /// <summary>Where in a text its tokens lie is not recorded; they share it evenly.</summary>
    private static string Part(string text, int from, int to, int of) => text[(int)((long)text.Length * from / of)..(int)((long)text.Length * to / of)];

    private double[]? Sure(int from, int to) =>
        sample.Confidences is { } all ? [.. all.Skip(from).Take(to - from).Select(confidence => (double)confidence)] : null;
}
