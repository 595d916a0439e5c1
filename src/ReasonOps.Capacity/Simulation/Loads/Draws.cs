namespace ReasonOps.Capacity.Simulation.Loads;

/// <summary>Random draws, the same for the same seed.</summary>
internal static class Draws
{
    public static double Exponential(this Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());

    /// <param name="median">Of the values.</param>
    /// <param name="sigma">Of their logarithm.</param>
    public static double LogNormal(this Random random, double median, double sigma) => median * Math.Exp(sigma * Normal(random));

    public static int Tokens(double value, int most) => (int)Math.Clamp(Math.Round(value), 1, most);

    /// <summary>Arrivals of a rate that changes, by thinning (Lewis and Shedler 1979).</summary>
    /// <param name="rate">A second, never above <paramref name="most"/>.</param>
    public static IEnumerable<double> Arrivals(this Random random, double seconds, double most, Func<double, double> rate)
    {
        for (var at = random.Exponential(1 / most); at < seconds; at += random.Exponential(1 / most))
        {
            if (random.NextDouble() * most < rate(at)) yield return at;
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
