using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.Lookahead;

/// <summary>
/// Beam search that values a step by where it leads (arXiv:2408.03314, 5.2): the process reward at the end of k further steps, drawn greedily.
/// What they come to has no vote.
/// Cost: N leaves (votes), D steps to an answer: at most N·(D + 1) + N·D·k chains of a step each, so the tokens of N·(1 + k) whole chains; steps that
/// are not contested are not looked beyond. k = 0 is BeamSearch.
/// </summary>
internal sealed class LookaheadStrategy(StrategySettings settings)
    : LevelSearch(settings, new LookaheadValue(settings.Search.Lookahead, settings.Reward.Aggregate, settings.Votes), apart: false);
