using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Judging;

namespace ReasonOps.Gateway.Chat;

/// <summary>Counts what the judge of one request writes beside what its chains take.</summary>
internal sealed class JudgeMeter(IJudge judge, ChainMeter chains) : IJudge
{
    public async ValueTask<Comparison> CompareAsync(Chain left, Chain right, CancellationToken cancellation)
    {
        var comparison = await judge.CompareAsync(left, right, cancellation);
        chains.Judged(comparison.Tokens);
        return comparison;
    }
}
