using System.Text;

namespace ReasonOps.Reasoning.Chains;

/// <summary>Where a chain's own tokens lie in what it thought. A token belongs where it begins; marks before the first belong to it.</summary>
public sealed class TokenPlaces
{
    private readonly IReadOnlyList<DrawnToken> _tokens;
    private readonly int[] _starts;
    private readonly string _thought;
    private readonly int _first;
    private readonly byte[] _all;

    private TokenPlaces(IReadOnlyList<DrawnToken> tokens, string thought)
    {
        (_tokens, _thought, _starts) = (tokens, thought, new int[tokens.Count]);
        _all = new byte[tokens.Sum(token => token.Bytes.Length)];
        for (int i = 0, at = 0; i < tokens.Count; at += tokens[i++].Bytes.Length)
        {
            _starts[i] = at;
            tokens[i].Bytes.Span.CopyTo(_all.AsSpan(at));
        }
        _first = _all.AsSpan().IndexOf(Encoding.UTF8.GetBytes(thought));
    }

    /// <param name="thought">What was thought in these tokens.</param>
    /// <returns>Null: there are none, or they do not spell it.</returns>
    public static TokenPlaces? Of(IReadOnlyList<DrawnToken>? tokens, string thought) =>
        tokens is { Count: > 0 } && new TokenPlaces(tokens, thought) is { _first: >= 0 } places ? places : null;

    /// <summary>How many of them begin within so many characters of the thinking.</summary>
    public int Before(int length) => length == 0 ? 0 : Begun(_first + Bytes(_thought.AsSpan(0, length)));

    /// <summary>Those behind the thinking: the answer, and the marks that end the one and the other.</summary>
    /// <param name="content">What was answered.</param>
    /// <param name="cut">More was drawn than belongs to it.</param>
    public IEnumerable<DrawnToken> Behind(string content, bool cut)
    {
        var (from, at) = (Before(_thought.Length), _first + Bytes(_thought));
        var answer = cut ? _all.AsSpan(at).IndexOf(Encoding.UTF8.GetBytes(content)) : -1;
        var to = answer < 0 ? _tokens.Count : Math.Max(from, Begun(at + answer + Bytes(content)));
        return _tokens.Take(to).Skip(from);
    }

    private int Begun(int before)
    {
        var place = Array.BinarySearch(_starts, before);
        if (place < 0) return ~place;
        while (place > 0 && _starts[place - 1] == before) place--;
        return place;
    }

    private static int Bytes(ReadOnlySpan<char> text) => Encoding.UTF8.GetByteCount(text);
}
