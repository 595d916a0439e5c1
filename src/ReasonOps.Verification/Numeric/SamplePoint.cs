namespace ReasonOps.Verification.Numeric;

/// <summary>Values for variables, without chance: the same for the same variable and point, irrational enough to meet no special value.</summary>
internal readonly record struct SamplePoint(int Index)
{
    public const int Count = 12;

    /// <summary>Between 0.2 and 1.8 first; then also negative, and up to 5.</summary>
    public double Of(int variable)
    {
        var hash = (ulong)(variable + 1) * 0x9E3779B97F4A7C15 ^ (ulong)(Index + 1) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 30)) * 0x94D049BB133111EB;
        hash ^= hash >> 31;
        var unit = (hash >> 11) / (double)(1UL << 53);
        var negative = Index switch { < 4 => false, 5 => true, 7 => variable % 2 == 0, 9 => variable % 2 == 1, _ => (hash & 1) == 1 };
        var sign = negative ? -1 : 1;
        return sign * (Index % 4 == 3 ? 1.5 + 3.5 * unit : 0.2 + 1.6 * unit);
    }
}
