using ReasonOps.Reasoning.Running;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;

namespace ReasonOps.Rollouts.Variants;

/// <summary>
/// A problem's versions: its own, and others beside it. Where it is a template its numbers are changed and the answer with them; elsewhere the policy's model says it in other
/// words, and the answer stays. What cannot be had is left out and told.
/// </summary>
/// <param name="settings">Of the job: its seed, and the budget of a paraphrase.</param>
/// <param name="variants">Wanted beside the problem's own.</param>
/// <param name="template">Of the prompt as the model is asked, with <c>{prompt}</c> in it; null: as it stands.</param>
/// <param name="ask">What the model is asked for a paraphrase, with <c>{prompt}</c> in it; null: in our words.</param>
/// <param name="runners">Of a problem, asked with this prompt.</param>
/// <param name="missing">Told of what was left out.</param>
public sealed class VersionMaker(
    RolloutSettings settings, int variants, string? template, string? ask, Func<Problem, string, Runner> runners, Action<Problem, string> missing)
{
    private const int Tries = 4;

    /// <summary>Apart from the variants' own rollouts.</summary>
    private const int SeedsOfVariants = 1 << 30;

    /// <summary>Nothing has to be kept of them, since they are always the same.</summary>
    public bool IsPlain(Problem problem) => variants == 0 && problem.Template is null;

    /// <summary>The problem's own first.</summary>
    /// <exception cref="LostSearchException">The model could not be asked.</exception>
    internal async Task<IReadOnlyList<Problem>> MakeAsync(Problem problem, CancellationToken cancellation)
    {
        if (problem.Template is { } numbers)
        {
            var filled = numbers.Fill(problem, variants + 1, (int)(settings.SeedOf(problem.Number, 0, SeedsOfVariants) & int.MaxValue));
            if (filled.Count <= variants) missing(problem, $"{variants + 1 - filled.Count} of {variants} variants are left out: there are no more numbers");
            return [.. filled.Select(version => version with { Prompt = Asked(version.Prompt) })];
        }
        var said = new List<string>();
        for (var variant = 1; variant <= variants; variant++)
        {
            var (text, why) = await SayAsync(problem, variant, said, cancellation);
            if (text is not null) said.Add(text);
            else missing(problem, $"variant {variant} is left out: in {Tries} tries the model said nothing that could stand for it; last, {why}");
        }
        return [problem, .. said.Select(text => problem with { Prompt = Asked(text), Plain = text })];
    }

    private string Asked(string prompt) => template?.Replace("{prompt}", prompt, StringComparison.Ordinal) ?? prompt;

    private async Task<(string? Text, string? Why)> SayAsync(Problem problem, int variant, List<string> others, CancellationToken cancellation)
    {
        var (plain, why) = (problem.Plain ?? problem.Prompt, "");
        var runner = runners(problem with { Check = null }, (ask ?? Paraphrase.Prompt).Replace("{prompt}", plain, StringComparison.Ordinal));
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var seed = settings.SeedOf(problem.Number, variant, SeedsOfVariants + attempt);
            var result = await TreeDraw.RunAsync(runner, new AttemptStrategy([]), settings, seed, cancellation);
            if (result.Chains.FirstOrDefault(chain => chain.Ran) is not { } chain)
                throw new LostSearchException(result.FailureReason ?? "no paraphrase could be had", result.End == RunEnd.Refused);
            var said = chain.Content.Trim();
            if (Paraphrase.Mistake(said, plain, others) is not { } mistake) return (said, null);
            why = mistake;
        }
        return (null, why);
    }
}
