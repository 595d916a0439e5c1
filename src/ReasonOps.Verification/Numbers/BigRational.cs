using System.Globalization;
using System.Numerics;

namespace ReasonOps.Verification.Numbers;

/// <summary>An exact number in lowest terms. The default value is not a number: make one.</summary>
internal readonly record struct BigRational : IComparable<BigRational>
{
    public static readonly BigRational Zero = new(0);
    public static readonly BigRational One = new(1);

    public BigRational(BigInteger integer) => (Over, Under) = (integer, BigInteger.One);

    /// <param name="under">Not zero.</param>
    public BigRational(BigInteger over, BigInteger under)
    {
        var common = under.IsOne ? under : BigInteger.GreatestCommonDivisor(over, under) * under.Sign;
        (Over, Under) = common.IsOne ? (over, under) : (over / common, under / common);
    }

    private BigRational(BigInteger over, BigInteger under, bool _) => (Over, Under) = (over, under);

    public BigInteger Over { get; }
    public BigInteger Under { get; }

    public int Sign => Over.Sign;
    public bool IsZero => Over.IsZero;
    public bool IsOne => Over.IsOne && Under.IsOne;
    public bool IsInteger => Under.IsOne;

    /// <summary>Bits of both halves: what an operation with it costs.</summary>
    public long Bits => Over.GetBitLength() + Under.GetBitLength();

    /// <summary>Whether a finite decimal writes it exactly: nothing but 2 and 5 divides what it is over.</summary>
    public bool IsDecimal
    {
        get
        {
            var rest = Under;
            foreach (var prime in (ReadOnlySpan<int>)[2, 5])
            {
                while (!rest.IsOne)
                {
                    var quotient = BigInteger.DivRem(rest, prime, out var remainder);
                    if (!remainder.IsZero) break;
                    rest = quotient;
                }
            }
            return rest.IsOne;
        }
    }

    public static BigRational operator +(BigRational a, BigRational b) =>
        a.IsInteger && b.IsInteger ? new(a.Over + b.Over) : new(a.Over * b.Under + b.Over * a.Under, a.Under * b.Under);

    public static BigRational operator -(BigRational a) => new(-a.Over, a.Under, true);
    public static BigRational operator -(BigRational a, BigRational b) => a + -b;
    public static BigRational operator *(BigRational a, BigRational b) =>
        a.IsInteger && b.IsInteger ? new(a.Over * b.Over) : new(a.Over * b.Over, a.Under * b.Under);

    /// <param name="b">Not zero.</param>
    public static BigRational operator /(BigRational a, BigRational b) => new(a.Over * b.Under, a.Under * b.Over);

    public static implicit operator BigRational(int integer) => new(integer);

    public static bool operator <(BigRational a, BigRational b) => a.CompareTo(b) < 0;
    public static bool operator >(BigRational a, BigRational b) => a.CompareTo(b) > 0;
    public static bool operator <=(BigRational a, BigRational b) => a.CompareTo(b) <= 0;
    public static bool operator >=(BigRational a, BigRational b) => a.CompareTo(b) >= 0;

    public int CompareTo(BigRational other) => (Over * other.Under).CompareTo(other.Over * Under);

    public static BigRational Abs(BigRational a) => a.Sign < 0 ? -a : a;

    /// <param name="exponent">Negative only where this is not zero. What the result costs is the caller's to bound.</param>
    public static BigRational Pow(BigRational a, int exponent)
    {
        var (over, under) = (BigInteger.Pow(a.Over, Math.Abs(exponent)), BigInteger.Pow(a.Under, Math.Abs(exponent)));
        return exponent >= 0 ? new(over, under, true) : under.Sign * over.Sign < 0 ? new(-under, -over, true) : new(under, over, true);
    }

    /// <summary>The largest integer that is not larger.</summary>
    public BigInteger Floor()
    {
        var quotient = BigInteger.DivRem(Over, Under, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The power of two that it is near, to one or two.</summary>
    public int Scale => (int)(Over.GetBitLength() - Under.GetBitLength());

    /// <summary>The nearest double to it over 2^<paramref name="scale"/>; infinite or zero beyond a double's range.</summary>
    public double ToDouble(int scale = 0)
    {
        const int Kept = 64;
        const long Exact = 1L << 53;
        if (scale == 0 && Under.IsOne && Over < Exact && Over > -Exact) return (double)Over;
        var shift = Scale - Kept;
        var scaled = shift > 0 ? Over / (Under << shift) : (Over << -shift) / Under;
        return Math.ScaleB((double)scaled, shift - scale);
    }

    public override string ToString() => IsInteger
        ? Over.ToString(CultureInfo.InvariantCulture)
        : $"{Over.ToString(CultureInfo.InvariantCulture)}/{Under.ToString(CultureInfo.InvariantCulture)}";
}
