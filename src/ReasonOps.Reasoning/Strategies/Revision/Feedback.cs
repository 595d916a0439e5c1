using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;

namespace ReasonOps.Reasoning.Strategies.Revision;

/// <summary>What an attempt is told of those before it: the answer of each, without its thinking, and what is wrong with it.</summary>
public static class Feedback
{
    /// <summary>Earlier attempts are forgotten, so that the prompt does not grow with every one.</summary>
    private const int MaxAttempts = 4;

    /// <summary>A verifier's message may be a whole traceback; its end says most.</summary>
    private const int MaxMessage = 2000;

    public static IReadOnlyList<Turn> On(IReadOnlyList<Chain> attempts, Func<Chain, CheckResult?> verdict) =>
        [.. attempts.TakeLast(MaxAttempts).SelectMany(attempt => new[] { new Turn("assistant", Said(attempt)), new Turn("user", About(attempt, verdict(attempt))) })];

    private static string Said(Chain attempt) => attempt.Content.Length > 0 ? attempt.Content : "(nothing)";

    private static string About(Chain attempt, CheckResult? verdict) =>
        attempt.Answer is null ? "No answer can be found in this. Solve the problem again and state the answer."
        : verdict is not { End: CheckEnd.Failed } ? "Look for a mistake in this, then solve the problem again and state the answer."
        : verdict.Message is { Length: > 0 } message ? $"This is not right: {Shortened(message)}\nFind the mistake, then solve the problem again and state the answer."
        : "This is not right. Find the mistake, then solve the problem again and state the answer.";

    private static string Shortened(string message) => message.Length <= MaxMessage ? message : "..." + message[^MaxMessage..];
}
