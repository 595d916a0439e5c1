namespace ReasonOps.Reasoning.Answers;

/// <summary>
/// What follows the last mark of exactly so many hashes, up to the end of its line or the next hash: <c>#63</c>, GSM8K's
/// <c>#### 63</c>. The answer may stand on the line after its mark; a mark that nothing follows is passed over.
/// </summary>
internal sealed class MarkedFormat(int hashes) : AnswerFormat
{
    public override string? Extract(string content)
    {
        var left = content.AsSpan();
        for (var end = left.LastIndexOf('#'); end >= 0; end = left.LastIndexOf('#'))
        {
            var start = left[..end].LastIndexOfAnyExcept('#') + 1;
            if (end - start + 1 == hashes && After(content.AsSpan(end + 1)) is { } answer) return answer;
            left = left[..start];
        }
        return null;
    }

    private static string? After(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        var end = text.IndexOfAny("\r\n#");
        return Found(end < 0 ? text : text[..end]);
    }
}
