using ReasonOps.Capacity.Planning;

namespace ReasonOps.Cli.Planning;

/// <summary>How everything changes with the length of a chain.</summary>
internal static class LengthPlans
{
    private const int Shortest = 512;
    private const int Longest = 131_072;

    /// <summary>In doubling lengths, up to the model's longest and while one chain fits.</summary>
    public static IEnumerable<LengthPlan> Of(Replica replica, Assumptions assumed)
    {
        for (var length = Shortest; length <= Math.Min(Longest, replica.Memory.Model.ContextTokens ?? Longest); length *= 2)
        {
            var shape = new AnswerShape(1, assumed.PromptTokens, length);
            if (replica.Operate(shape, assumed.TokensPerSecondPerUser) is not { } point) yield break;
            var hours = replica.AnswerSeconds(shape, point) * replica.Memory.Devices / 3600 / length * 1e6;
            yield return new(
                length, replica.Memory.AnswerBytes(1, shape.PromptTokens, length), replica.Memory.Chains(shape.Longest), replica.Limits(shape, assumed.TokensPerSecondPerUser),
                point.Batch, point.TokensPerSecondEach, point.TokensPerSecond, hours, hours * assumed.AcceleratorPricePerHour);
        }
    }
}
