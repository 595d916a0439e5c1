using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Tests;

/// <summary>A chain as it was read.</summary>
internal sealed record ReadChain(IReadOnlyList<ChainToken> Tokens)
{
    public int[] Ids => [.. Tokens.Select(token => token.Sample.Token)];
    public FinishReason Finish => Tokens.Count == 0 ? FinishReason.None : Tokens[^1].Finish;
    public int Thought => Tokens.Count(token => token.Thinking && token.Sample.Token != TestModel.Folder.EndOfThinking);
}

/// <summary>Reads generations and waits for conditions, with a deadline on everything.</summary>
internal static class Reading
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    /// <summary>Reads to the end; every chain's tokens by its index.</summary>
    public static async Task<ReadChain[]> Chains(this Generation generation)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var chains = Enumerable.Range(0, generation.Request.Count).Select(_ => new List<ChainToken>()).ToArray();
        await foreach (var step in generation.Steps.ReadAllAsync(deadline.Token))
        {
            Assert.Equal(step.Count, step.Select(token => token.Chain).Distinct().Count());
            foreach (var token in step) chains[token.Chain].Add(token);
        }
        return [.. chains.Select(tokens => new ReadChain(tokens))];
    }

    public static async Task<ReadChain> Only(this Generation generation) => Assert.Single(await generation.Chains());

    public static async Task Until(Func<bool> holds, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!holds())
        {
            Assert.False(deadline.IsCancellationRequested, $"not within {Deadline}: {what}");
            await Task.Delay(1);
        }
    }

    public static Task UntilEmpty(this Engine engine) =>
        Until(() => engine.Metrics is { Occupancy: 0, Running: 0, Waiting: 0 }, "no block in use, no chain running, none waiting");
}
