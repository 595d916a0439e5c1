namespace ReasonOps.Tuning.Statistics;

/// <summary>Coverage: the probability that one of k chains is right.</summary>
public static class PassAtK
{
    /// <summary>
    /// The unbiased estimate from n chains of which c are right, 1 - C(n-c, k) / C(n, k), as a product that neither over- nor
    /// underflows (Codex, arXiv:2107.03374).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">k is not from 1 to n, or c not from 0 to n.</exception>
    public static double Estimate(int n, int c, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, n);
        ArgumentOutOfRangeException.ThrowIfNegative(c);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(c, n);
        if (n - c < k) return 1;
        var allWrong = 1.0;
        for (var i = n - c + 1; i <= n; i++) allWrong *= 1 - (double)k / i;
        return 1 - allWrong;
    }
}
