using System.Globalization;

namespace ReasonOps.Reasoning.Strategies.Options;

/// <param name="Beams">Of BeamSearch and Lookahead: partial chains kept at each depth, in all; of DiverseTree: subtrees; of TreeSearch: visits at a time. 1 or more.</param>
/// <param name="Depth">The most steps before a chain goes on to its own end; 1 or more.</param>
/// <param name="Lookahead">Of Lookahead: steps drawn beyond a step to value it, greedily; 0 or more.</param>
/// <param name="Completions">Of MonteCarlo: chains that a step's value is estimated from; 1 or more.</param>
/// <param name="Exploration">Of TreeSearch: PUCT's constant; 0 or more, 0 follows the values alone.</param>
/// <param name="Branching">Of MonteCarlo and TreeSearch: steps drawn at a place; 1 or more.</param>
public sealed record SearchOptions(
    int Beams = 4, int Depth = 16, int Lookahead = 1, int Completions = 4, double Exploration = 1.0, int Branching = 4)
{
    /// <returns>Itself.</returns>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    internal SearchOptions Checked()
    {
        AtLeast(1, Beams, "beams");
        AtLeast(1, Depth, "depth");
        AtLeast(0, Lookahead, "lookahead");
        AtLeast(1, Completions, "completions");
        AtLeast(1, Branching, "branching");
        return Exploration is >= 0 and < double.PositiveInfinity ? this : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"search.exploration: {Exploration} is not 0 or more"), nameof(Exploration));
    }

    private static void AtLeast(int least, int value, string name)
    {
        if (value < least) throw new ArgumentException($"search.{name}: {value} is not {least} or more", name);
    }
}
