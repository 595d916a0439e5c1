namespace ReasonOps.Reasoning.Chains;

/// <summary>
/// How sure a model was while it drew a chain (DeepConf, arXiv:2508.15260). A token's confidence is the negative mean log probability of
/// the most probable tokens at its place, in nats: higher is surer. A group is a window of tokens in a row.
/// </summary>
/// <param name="Mean">Over all tokens.</param>
/// <param name="LowestGroup">Of all windows the least sure; that of the tokens so far while they do not fill one.</param>
/// <param name="Tail">Over the last window.</param>
public sealed record Confidence(double Mean, double LowestGroup, double Tail);
