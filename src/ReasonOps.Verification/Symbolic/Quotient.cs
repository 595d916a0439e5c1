using ReasonOps.Verification.Equivalence;
using ReasonOps.Verification.Numbers;

namespace ReasonOps.Verification.Symbolic;

/// <summary>One polynomial over another that is not zero; not in lowest terms. Operations are null where the result would be too large.</summary>
internal sealed record Quotient(Polynomial Over, Polynomial Under)
{
    public static Quotient Of(BigRational value) => new(Polynomial.Of(value), Polynomial.One);

    /// <summary>Null where it is not a number, or no rational one.</summary>
    public BigRational? Rational => Over.IsConstant && Under.IsConstant ? Over.Constant / Under.Constant : null;

    public Quotient? Plus(Quotient other, Atoms atoms, Work work)
    {
        if (Under.IsConstant && other.Under.IsConstant)
            return Over.Times(BigRational.One / Under.Constant).Plus(other.Over.Times(BigRational.One / other.Under.Constant), work) is { } sum ? new(sum, Polynomial.One) : null;
        var (left, right) = (Over.Times(other.Under, atoms, work), other.Over.Times(Under, atoms, work));
        if (left is null || right is null || left.Plus(right, work) is not { } over) return null;
        return Under.Times(other.Under, atoms, work) is { IsZero: false } under ? new(over, under) : null;
    }

    public Quotient? Minus(Quotient other, Atoms atoms, Work work) => Plus(other with { Over = other.Over.Times(-1) }, atoms, work);

    /// <summary>Null too where the product of what they are over is zero, as that of divisors of zero would be.</summary>
    public Quotient? Times(Quotient other, Atoms atoms, Work work) =>
        Over.Times(other.Over, atoms, work) is { } over && Under.Times(other.Under, atoms, work) is { IsZero: false } under ? new(over, under) : null;

    /// <summary>Null for zero.</summary>
    public Quotient? Inverse() => Over.IsZero ? null : Over.IsConstant ? new(Under.Times(BigRational.One / Over.Constant), Polynomial.One) : new(Under, Over);

    public Quotient? Pow(int exponent, Atoms atoms, Work work)
    {
        if (exponent < 0) return Inverse()?.Pow(-exponent, atoms, work);
        return Over.Pow(exponent, atoms, work) is { } over && Under.Pow(exponent, atoms, work) is { } under ? new(over, under) : null;
    }

    /// <summary>The same text for the same quotient over the same atoms, unless a common factor tells them apart.</summary>
    public string Key()
    {
        var scale = BigRational.One / Under.Leading().Coefficient;
        return Under.IsConstant ? Over.Times(scale).Key() : $"({Over.Times(scale).Key()})/({Under.Times(scale).Key()})";
    }
}
