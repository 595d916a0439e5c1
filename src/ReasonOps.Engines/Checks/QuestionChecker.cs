using System.Collections.Concurrent;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;

namespace ReasonOps.Engines.Checks;

/// <summary>The chains of one question, checked one by one; the same answer is checked once, unless it could not be found out.</summary>
internal sealed class QuestionChecker(VerifierClient client, AnswerCheck check) : IChecker
{
    private readonly ConcurrentDictionary<string, CheckResult> _known = new(StringComparer.Ordinal);

    public async ValueTask<CheckResult> CheckAsync(Chain chain, CancellationToken cancellation)
    {
        if (check.Of(chain) is not { } whole) return new CheckResult(CheckEnd.Failed, "there is no answer");
        var text = whole.ToJsonString();
        if (_known.TryGetValue(text, out var known)) return known;
        var result = await client.AskAsync(text, cancellation);
        return result.End == CheckEnd.Unknown ? result : _known[text] = result;
    }
}
