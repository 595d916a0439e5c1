namespace ReasonOps.Capacity.Simulation.Loads;

/// <summary>Loads that are drawn; the same seed draws the same requests.</summary>
public static class Generated
{
    private const double Day = 86400;

    /// <summary>A day: few at night, most in the afternoon, by a sine; log-normal prompts and chains.</summary>
    /// <param name="peak">Requests a second at most; on average 0.55 of it.</param>
    public static IEnumerable<Request> Diurnal(int seed, double peak, double promptMedian = 400, double tokensMedian = 900, int most = 8192, double seconds = Day)
    {
        var random = new Random(seed);
        var phase = 0.05 * random.NextDouble();
        foreach (var at in random.Arrivals(seconds, peak, at => peak * (0.55 - 0.45 * Math.Cos(2 * Math.PI * (at / seconds + phase)))))
            yield return new(at, Draws.Tokens(random.LogNormal(promptMedian, 0.8), 8192), Draws.Tokens(random.LogNormal(tokensMedian, 0.8), most), most);
    }

    /// <summary>A steady base, and now and then a burst that rises within ten minutes, stays and falls.</summary>
    public static IEnumerable<Request> Bursts(int seed, double baseRate, double burstRate, double seconds = 14400, int most = 8192)
    {
        var random = new Random(seed);
        var bursts = new List<(double From, double To)>();
        for (var from = 600 + random.Exponential(900); from < seconds - 1800; from += 1200 + random.Exponential(1500)) bursts.Add((from, from += 1200 + random.Exponential(480)));
        foreach (var at in random.Arrivals(seconds, baseRate + burstRate, at => baseRate + burstRate * bursts.Max(burst => Ramp(at, burst.From, burst.To))))
            yield return new(at, Draws.Tokens(random.LogNormal(600, 0.7), 8192), Draws.Tokens(random.LogNormal(1500, 0.7), most), most);

        static double Ramp(double at, double from, double to) => Math.Clamp(Math.Min((at - from) / 600, (to - at) / 300), 0, 1);
    }

    /// <summary>Reasoning with votes: Pareto-tailed chains up to a large budget, several votes on one prompt for half of the requests, a rate that wanders.</summary>
    public static IEnumerable<Request> LongTail(int seed, double rate, double seconds = 14400, int most = 16384)
    {
        var random = new Random(seed);
        int[] votes = [1, 1, 1, 4, 4, 8];
        double[] phases = [random.NextDouble(), random.NextDouble()];
        foreach (var at in random.Arrivals(seconds, 2 * rate, Rate))
        {
            // How hard the question is, all its votes share.
            var hard = random.LogNormal(1, 0.5);
            var others = new int[votes[random.Next(votes.Length)] - 1];
            for (var i = 0; i < others.Length; i++) others[i] = Length(hard);
            yield return new(at, Draws.Tokens(random.LogNormal(300, 0.6), 4096), Length(hard), most, others.Length == 0 ? null : others);
        }

        double Rate(double at) => rate * (1 + 0.4 * Math.Sin(2 * Math.PI * (at / 5400 + phases[0])) + 0.2 * Math.Sin(2 * Math.PI * (at / 2100 + phases[1])));

        int Length(double hard) => Draws.Tokens(hard * 500 * Math.Pow(1 - random.NextDouble(), -1 / 1.6), most);
    }
}
