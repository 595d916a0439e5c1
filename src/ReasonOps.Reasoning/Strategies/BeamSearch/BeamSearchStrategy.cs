using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.BeamSearch;

/// <summary>
/// Beam search over steps by a process reward (arXiv:2408.03314, 5.2): N steps are drawn, the best M distinct ones kept, and N next ones drawn
/// from those until N chains have ended or none is left: not N/M each, but in proportion to a step's reward and to how often it was drawn, as a
/// particle filter would (arXiv:2502.01618), so that what the model finds likely still counts. The leaves vote, weighted by their reward.
/// Cost: N leaves (votes), M beams, D steps to an answer: at most N·(D + 1) chains of a step each, so the tokens of N whole chains, and one reward a
/// distinct step. Chains that end early give their place up.
/// </summary>
internal sealed class BeamSearchStrategy(StrategySettings settings)
    : LevelSearch(settings, new ProcessValue(settings.Reward.Aggregate), apart: false);
