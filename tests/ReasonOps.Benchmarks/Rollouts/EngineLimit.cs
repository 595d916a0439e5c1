using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Inference.Decoding;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Sampling;
using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Benchmarks.Rollouts;

/// <summary>What the engine itself can do: chains are given to its scheduler in its own process, with nothing around it, and there are always more than it runs at once.</summary>
internal sealed class EngineLimit : IAsyncDisposable
{
    /// <summary>A full batch, and as many again, so that a place is filled in the step in which it becomes empty.</summary>
    private static readonly int AtOnce = 2 * new EngineOptions().MaxRunningChains;

    private readonly Engine _engine;

    public EngineLimit(string folder, int tokens)
    {
        var options = new EngineOptions(tokens) { Decoder = new DecoderOptions(Threads: 1) };
        _engine = new Engine(ModelFolder.Load(folder), options, TimeProvider.System, NullLogger<Engine>.Instance);
    }

    public int Capacity => _engine.Capacity;

    public double Count => _engine.Metrics.GeneratedTokens + _engine.Metrics.PromptTokens;

    /// <summary>Each chain a request of its own, as a client of the API would have it.</summary>
    /// <param name="chains">Question and seed.</param>
    /// <param name="temperature">Of all.</param>
    /// <param name="thinking">Tokens at most.</param>
    /// <param name="most">Tokens at most, with the answer and the marks.</param>
    /// <returns>How many chains and tokens were drawn.</returns>
    public async Task<(long Chains, long Tokens)> DrawAsync(IEnumerable<(string Question, long Seed)> chains, double temperature, int thinking, int most)
    {
        var (count, tokens) = (0L, 0L);
        await Parallel.ForEachAsync(chains, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (chain, cancellation) =>
        {
            var generation = _engine.Submit(new GenerationRequest
            {
                Prompt = Prompt(chain.Question), Count = 1, Seed = chain.Seed, Sampling = new SamplingOptions(temperature, 1, 0, null), MaxTokens = most, ThinkingBudget = thinking,
                Phase = ChainPhase.Thinking,
            });
            await foreach (var step in generation.Steps.ReadAllAsync(cancellation)) Interlocked.Add(ref tokens, step.Count);
            Interlocked.Increment(ref count);
        });
        return (count, tokens);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private int[] Prompt(string question) =>
        _engine.Model.Tokenizer.TryEncode(_engine.Model.Config.Chat.Prompt.Replace("{user}", question.Trim(), StringComparison.Ordinal), out var tokens, out var error)
            ? tokens : throw new InvalidDataException(error);
}
