using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Strategies.Trees;

namespace ReasonOps.Reasoning.Strategies.DiverseTree;

/// <summary>
/// Diverse verifier tree search (Beeching, Tunstall and Rush, "Scaling test-time compute with open models", 2024): M subtrees that never compete, each
/// drawing N/M steps and going on from its best. Subtrees part at the first step where there are distinct ones: those that begin alike stay one, with
/// the places of all, until their steps differ. The leaves vote, weighted by their reward.
/// Cost: as BeamSearch, at most N·(D + 1) chains of a step each, the tokens of N whole chains; the subtrees keep large N diverse.
/// </summary>
internal sealed class DiverseTreeStrategy(StrategySettings settings)
    : LevelSearch(settings, new ProcessValue(settings.Reward.Aggregate), apart: true);
