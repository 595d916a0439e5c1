using ReasonOps.Inference.Sampling;

namespace ReasonOps.Inference.Scheduling;

/// <summary>Asks for <see cref="Count"/> chains that go on from one prompt.</summary>
public sealed record GenerationRequest
{
    public required int[] Prompt { get; init; }
    public required int Count { get; init; }

    /// <summary>Chain <c>i</c> is drawn with <c>Seed + i</c>.</summary>
    public required long Seed { get; init; }
    public required SamplingOptions Sampling { get; init; }

    /// <summary>Tokens a chain may have, its thinking, both end marks and its answer together.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Tokens a chain may think; at that many its thinking is closed and the answer asked for. Null: no limit.</summary>
    public int? ThinkingBudget { get; init; }

    /// <summary>Go on past the end of the answer, to <see cref="MaxTokens"/>: for benchmarks, where a chain's length must be known.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>Where chains begin: in the thinking, or (after it was closed, or without a chat) in the answer.</summary>
    public required ChainPhase Phase { get; init; }
}

public enum ChainPhase
{
    Thinking,
    Answering,

    /// <summary>Plain completion: all tokens are text, the end of thinking too.</summary>
    Plain,
}

public enum FinishReason
{
    /// <summary>Goes on.</summary>
    None,

    /// <summary>The model ended it.</summary>
    Stop,

    /// <summary>It has all the tokens it may have.</summary>
    Length,
}

/// <summary>A token of a chain, as it was sampled.</summary>
/// <param name="Text">Of the token; empty for the marks that end thinking and answer.</param>
/// <param name="Thinking">It belongs to the thinking.</param>
public readonly record struct ChainToken(int Chain, Sample Sample, string Text, bool Thinking, FinishReason Finish);
