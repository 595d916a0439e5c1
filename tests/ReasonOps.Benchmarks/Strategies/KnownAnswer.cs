using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Benchmarks.Strategies;

/// <summary>A verifier that knows the answer, as tests of a program do.</summary>
internal sealed class KnownAnswer(string answer, IAnswerEquivalence equivalence) : IChecker
{
    public ValueTask<CheckResult> CheckAsync(Chain chain, CancellationToken cancellation) => ValueTask.FromResult(
        chain.Answer is { } said && equivalence.Same(said, answer) ? new CheckResult(CheckEnd.Passed) : new CheckResult(CheckEnd.Failed, "it is another number"));
}
