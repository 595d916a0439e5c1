using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Judging;

namespace ReasonOps.Engines.Judging;

/// <summary>The answers of one question, compared two by two.</summary>
internal sealed class QuestionJudge(JudgeClient client, IReadOnlyList<ChatMessage> question) : IJudge
{
    public async ValueTask<Comparison> CompareAsync(Chain left, Chain right, CancellationToken cancellation)
    {
        // Judges lean to what they read first (arXiv:2306.05685), so that every other pair is shown the other way round.
        var turned = (left.Index + right.Index) % 2 == 1;
        var (first, second) = turned ? (right, left) : (left, right);
        var (said, tokens, failure) = await client.AskAsync(JudgePrompt.Of(question, first, second), cancellation);
        if (said is null) return new Comparison(left.Index, right.Index, null, tokens, failure ?? "the judge said nothing");
        return JudgePrompt.Read(said) switch
        {
            JudgeWord.First => new Comparison(left.Index, right.Index, first.Index, tokens),
            JudgeWord.Second => new Comparison(left.Index, right.Index, second.Index, tokens),
            JudgeWord.Neither => new Comparison(left.Index, right.Index, null, tokens),
            _ => new Comparison(left.Index, right.Index, null, tokens, "the judge did not say which is better"),
        };
    }
}
