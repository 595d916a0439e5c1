namespace ReasonOps.Capacity.Planning;

/// <summary>What one answer takes of an engine.</summary>
/// <param name="Votes">Chains, that all begin with the prompt; 1 or more.</param>
/// <param name="PromptTokens">0 or more.</param>
/// <param name="ChainTokens">That each chain writes; 1 or more.</param>
public sealed record AnswerShape(int Votes, double PromptTokens, double ChainTokens)
{
    /// <summary>KV tokens of a chain when it ends.</summary>
    public double Longest => PromptTokens + ChainTokens;

    /// <summary>KV tokens of a chain on average over its life, at an even pace: half of what it writes is there.</summary>
    public double Mean => PromptTokens + ChainTokens / 2;
}
