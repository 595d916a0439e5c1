namespace ReasonOps.Reasoning.Strategies.Trees;

internal static class Bound
{
    /// <summary>Chains of so many each, as the runner counts them: never more than an int holds.</summary>
    public static int Of(int votes, long each) => (int)Math.Min(int.MaxValue, Math.Min(int.MaxValue, each) * votes);
}
