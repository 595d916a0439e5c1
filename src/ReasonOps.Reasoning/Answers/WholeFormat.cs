namespace ReasonOps.Reasoning.Answers;

/// <summary>All of it.</summary>
internal sealed class WholeFormat : AnswerFormat
{
    public override string? Extract(string content) => Found(content);
}
