namespace ReasonOps.Reasoning.Voting;

/// <summary>The port to what decides whether two answers are one vote or two.</summary>
public interface IAnswerEquivalence
{
    bool Same(string left, string right);
}
