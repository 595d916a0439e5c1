namespace ReasonOps.Inference.Scoring;

/// <summary>A question with a chain behind it, and where in it a reward is wanted.</summary>
/// <param name="Head">Which of the model's rewards, by its place in <c>rewards</c> of <c>config.json</c>.</param>
/// <param name="Places">Indexes into <paramref name="Tokens"/>; a reward is of the text up to and with that token.</param>
public sealed record RewardText(int[] Tokens, int Head, IReadOnlyList<int> Places);
