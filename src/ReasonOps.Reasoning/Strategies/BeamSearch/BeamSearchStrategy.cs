using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.BeamSearch;

/// <summary>
/// Beam search over steps by a process reward (arXiv:2408.03314, 5.2): N steps are drawn, the best M distinct ones kept, each drawing N/M next
/// ones, until N chains have ended or none is left. The leaves vote, weighted by their reward.
/// Cost: N leaves (votes), M beams, D steps to an answer: at most N·(D + 1) chains of a step each, so the tokens of N whole chains, and one reward a
/// distinct step. Chains that end early give their place up.
/// </summary>
internal sealed class BeamSearchStrategy(StrategySettings settings)
    : LevelSearch(settings, new ProcessValue(settings.Reward.Aggregate), apart: false);
