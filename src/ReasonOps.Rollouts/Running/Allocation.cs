namespace ReasonOps.Rollouts.Running;

/// <summary>
/// How many rollouts a problem gets: at least so many, and more until its pass rate is known well enough: the half width of Wilson's 95 % interval
/// (1927). Those that are always right or never are known soon; those in between get all.
/// </summary>
/// <param name="Least">1 or more.</param>
/// <param name="Most">At least as many.</param>
/// <param name="Precision">Half width, 0 to 1; 0: every problem gets the most.</param>
public sealed record Allocation(int Least, int Most, double Precision)
{
    private const double Z = 1.96;

    /// <summary>Rollouts to have next; as many as there are when it is enough.</summary>
    /// <param name="final">Rollouts there are, those that nothing could decide too.</param>
    public int Target(int final, int right, int wrong) =>
        final < Least ? Least
        : final >= Most || HalfWidth(right, wrong) <= Precision ? final
        : Math.Min(Most, 2 * final);

    private static double HalfWidth(int right, int wrong)
    {
        double n = right + wrong;
        if (n == 0) return 1;
        var rate = right / n;
        return Z * Math.Sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
    }
}
