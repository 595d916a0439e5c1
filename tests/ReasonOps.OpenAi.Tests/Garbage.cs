using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ReasonOps.OpenAi.Tests;

/// <summary>What a wire may bring, drawn from a seed: JSON of the wrong types under the right names, cut, flipped, or no text at all.</summary>
internal sealed class Garbage(int seed)
{
    private const int MaxDepth = 5;

    private static readonly string[] Names =
    [
        "id", "object", "model", "choices", "index", "delta", "message", "content", "reasoning", "role", "text", "type", "finish_reason", "logprobs", "top_logprobs",
        "token", "logprob", "bytes", "token_ids", "usage", "prompt_tokens", "prompt_tokens_details", "cached_tokens", "error", "code", "detail", "param", "data",
        "scores", "messages", "n", "seed", "temperature", "top_p", "top_k", "stop", "stream", "stream_options", "include_usage", "reasonops", "votes", "check",
        "expected", "tests", "language", "logit_bias", "min_p", "tools", "metadata", "verdict", "accepted", "kind", "items", "steps", "", "x\\ud800", "a.b[0]",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "1", "-1", "1.5", "1e400", "-0", "99999999999999999999", "2147483648", "\"\"", "\"7\"", "\"stop\"", "\"user\"", "\"math\"",
        "\"error\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"<think>\"", "\"\\uD83D\\uDE00\"", "\"chat.completion.chunk\"",
    ];

    private static readonly string[] Lines =
    [
        "data: ", "data:", "data", "event: error", "event: x", "id: 1", "retry: 5", "retry: 99999999999999999999", ": keep-alive", "\uFEFF", "data: [DONE]", "unknown: x", "",
    ];

    private static readonly string[] Ends = ["\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n"];

    private readonly Random _random = new(seed);

    /// <summary>Holds for many seeds; a failure names its own.</summary>
    public static void Never(Action<int> fails, int seeds = 500) =>
        Prop.ForAll(ArbMap.Default.ArbFor<DoNotSize<int>>(), seed => fails(seed.Item)).Check(Config.QuickThrowOnFailure.WithMaxTest(seeds));

    public int Next(int below) => _random.Next(below);

    /// <summary>An object of known names and any values, most of them of a wrong type.</summary>
    public string Json() => Value(MaxDepth, member: true);

    /// <summary>An event stream of such objects and of lines that mean something or nothing.</summary>
    public byte[] Events()
    {
        var wire = new StringBuilder();
        for (var i = Next(12); i > 0; i--) wire.Append(Pick(Lines)).Append(Next(2) == 0 ? Json() : "").Append(Pick(Ends));
        return Spoilt(wire.ToString());
    }

    /// <summary>The text as bytes: as it is, cut, or with some bytes put in or changed.</summary>
    public byte[] Spoilt(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        var kind = Next(4);
        if (kind == 1) bytes = bytes[..Next(bytes.Count + 1)];
        for (var i = kind == 2 ? Next(8) : 0; i > 0; i--) bytes.Insert(Next(bytes.Count + 1), (byte)Next(256));
        for (var i = kind == 3 ? Next(8) : 0; i > 0 && bytes.Count > 0; i--) bytes[Next(bytes.Count)] = (byte)Next(256);
        return [.. bytes];
    }

    /// <summary>Sizes of reads, less one; single bytes now and then.</summary>
    public int[] Sizes() => Next(3) == 0 ? [0] : [.. Enumerable.Range(0, 1 + Next(6)).Select(_ => Next(40))];

    public T Pick<T>(IReadOnlyList<T> of) => of[Next(of.Count)];

    private string Value(int depth, bool member = false)
    {
        if (!member && (depth == 0 || Next(3) == 0)) return Pick(Scalars);
        var items = Enumerable.Range(0, Next(5));
        return member || Next(2) == 0
            ? $"{{{string.Join(',', items.Select(_ => $"\"{Pick(Names)}\":{Value(depth - 1)}"))}}}"
            : $"[{string.Join(',', items.Select(_ => Value(depth - 1)))}]";
    }
}
