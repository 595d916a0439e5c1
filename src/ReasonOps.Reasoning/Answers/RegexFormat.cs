using System.Text.RegularExpressions;

namespace ReasonOps.Reasoning.Answers;

/// <summary>The first group of the first match; the match itself where the pattern has no group.</summary>
internal sealed class RegexFormat(Regex pattern) : AnswerFormat
{
    /// <summary>A pattern that backtracks longer finds nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    public override string? Extract(string content)
    {
        try
        {
            return pattern.Match(content) is { Success: true } match ? Found(match.Groups[match.Groups.Count > 1 ? 1 : 0].ValueSpan) : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }
}
