using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Reasoning.Checks;

/// <summary>The port to what decides whether a chain's answer to one question is right: a verifier.</summary>
public interface IChecker
{
    /// <summary>A verifier that cannot be had is <see cref="CheckEnd.Unknown"/>, never an exception.</summary>
    ValueTask<CheckResult> CheckAsync(Chain chain, CancellationToken cancellation);
}

public enum CheckEnd
{
    Passed,
    Failed,

    /// <summary>It could not be found out.</summary>
    Unknown,
}

/// <param name="Message">What was wrong, in words that a model can use.</param>
public sealed record CheckResult(CheckEnd End, string? Message = null);
