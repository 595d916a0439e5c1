namespace ReasonOps.Reasoning.Answers;

/// <summary>
/// What the last complete <c>\boxed{...}</c> holds; of nested ones the outermost. One pass with a stack of open braces, so
/// that a hundred thousand of them cost no more than a hundred thousand steps.
/// </summary>
internal sealed class BoxedFormat : AnswerFormat
{
    private const string Mark = "\\boxed";

    public override string? Extract(string content)
    {
        var open = new Stack<(int Start, bool Boxed)>();
        var last = (Start: 0, End: 0);
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\' && i + 1 < content.Length && content[i + 1] is '{' or '}' or '\\') i++;
            else if (content[i] == '{') open.Push((i + 1, content.AsSpan(0, i).TrimEnd(' ').EndsWith(Mark)));
            else if (content[i] == '}' && open.TryPop(out var brace) && brace.Boxed && !content.AsSpan(brace.Start, i - brace.Start).IsWhiteSpace())
                last = (brace.Start, i);
        }
        return Found(content.AsSpan(last.Start, last.End - last.Start));
    }
}
