using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Defaulting;

/// <summary>
/// Fills in what strategies are made of: what is said, else what the service says, else what suits most models and what there
/// is to ask.
/// </summary>
internal static class StrategyDefaults
{
    /// <summary>Until <c>tune</c> has seen the model: easy questions are over soon, hard ones get every vote.</summary>
    private static readonly ComputeRowSpec[] Untuned =
    [
        new() { Agreement = 0.99, Strategy = StrategyKind.MajorityVote, Votes = 4 },
        new() { Agreement = 0.5, Strategy = StrategyKind.MajorityVote, Votes = 8 },
        new() { Agreement = 0, Strategy = StrategyKind.WeightedVote, Votes = 16 },
    ];

    /// <param name="service">Defaulted; null: it is the service's own that are filled.</param>
    /// <param name="spec">What there is to ask.</param>
    public static T Fill<T>(T own, StrategyFields? service, ReasoningServiceSpec spec) where T : StrategyFields => own with
    {
        MinReasoningTokens = own.MinReasoningTokens ?? service?.MinReasoningTokens ?? 0,
        Reward = new RewardSpec
        {
            By = own.Reward?.By ?? service?.Reward?.By ?? WhatThereIs(spec),
            Aggregate = own.Reward?.Aggregate ?? service?.Reward?.Aggregate ?? RewardAggregate.Last,
        },
        Confidence = Confidence(own.Confidence, service?.Confidence),
        Search = Search(own.Search, service?.Search),
        Cascade = Cascade(own.Cascade, service?.Cascade),
        Probe = own.Probe ?? service?.Probe ?? 4,
        Table = own.Table ?? service?.Table ?? Untuned,
    };

    private static Ranking WhatThereIs(ReasoningServiceSpec spec) =>
        spec.Scoring?.Process is not null ? Ranking.Process
        : spec.Scoring?.Outcome is not null ? Ranking.Outcome
        : spec.Verification is not null ? Ranking.Verifier
        : Ranking.Confidence;

    private static ConfidenceSpec Confidence(ConfidenceSpec? own, ConfidenceSpec? service) => new()
    {
        Window = own?.Window ?? service?.Window ?? 128,
        WarmUp = own?.WarmUp ?? service?.WarmUp ?? 4,
        Keep = own?.Keep ?? service?.Keep ?? 0.5,
    };

    private static SearchSpec Search(SearchSpec? own, SearchSpec? service) => new()
    {
        Beams = own?.Beams ?? service?.Beams ?? 4,
        Depth = own?.Depth ?? service?.Depth ?? 16,
        Lookahead = own?.Lookahead ?? service?.Lookahead ?? 1,
        Completions = own?.Completions ?? service?.Completions ?? 4,
        Exploration = own?.Exploration ?? service?.Exploration ?? 1,
        Branching = own?.Branching ?? service?.Branching ?? 4,
    };

    private static CascadeSpec Cascade(CascadeSpec? own, CascadeSpec? service) => new()
    {
        First = own?.First ?? service?.First ?? StrategyKind.MajorityVote,
        FirstVotes = own?.FirstVotes ?? service?.FirstVotes ?? 3,
        Below = own?.Below ?? service?.Below ?? 0.67,
        Then = own?.Then ?? service?.Then ?? StrategyKind.WeightedVote,
    };
}
