namespace ReasonOps.Verification.Equivalence;

/// <summary>How near is equal, and how much of the form counts.</summary>
public sealed record EquivalenceOptions
{
    public static EquivalenceOptions Default { get; } = new();

    /// <summary>
    /// How far a decimal may be, relative to it, from a number that no decimal writes exactly (1/3, √2, π): 0.3333 is 1/3 and 0.333 is not.
    /// It is for rounding alone: integers, and decimals that both end, are always compared exactly (0.51 is never 1/2). 0 takes no rounding.
    /// </summary>
    public double RelativePrecision { get; init; } = 1e-4;

    /// <summary>Whether 10% is also 10. It is 0.1 either way.</summary>
    public bool PercentIsPlain { get; init; }

    /// <summary>Whether a unit may be left out on one side: 5 cm is 5. Different units are different either way, unless they measure the same: 5 cm is 50 mm, never 5 m.</summary>
    public bool UnitMayBeLeftOut { get; init; } = true;

    /// <summary>Whether a name may be left out on one side: x = 3 is 3, and x &lt; 3 is (-∞, 3). Different names are different either way.</summary>
    public bool NameMayBeLeftOut { get; init; } = true;

    /// <summary>Whether the order of a list without brackets counts: "1, 2" against "2, 1". That of tuples always does, that of sets never.</summary>
    public bool ListsAreOrdered { get; init; }

    /// <summary>How much work may be done, in steps of roughly a tenth of a microsecond. What is not known by then is <see cref="Agreement.Undecided"/>.</summary>
    public int Steps { get; init; } = 1_000_000;
}
