namespace ReasonOps.Api.Kinds;

/// <summary>What the status of every kind has.</summary>
public interface IObjectStatus
{
    /// <summary>One of each type, <c>Ready</c> first.</summary>
    IReadOnlyList<Condition>? Conditions { get; }
}
