using System.Numerics;
using ReasonOps.Verification.Equivalence;
using ReasonOps.Verification.Numbers;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Symbolic;

/// <summary>Roots of rational numbers as products of roots of primes: √8 is 2√2, √6 is √2·√3, 1/√2 is √2/2, √-4 is 2i.</summary>
internal static class Radicals
{
    /// <summary>Primes beyond are not looked for: what is left then counts as one.</summary>
    private const int LargestPrime = 2000;

    /// <summary>What is left below this has no factor, for it has none below its root.</summary>
    public const int LargestSurePrime = (LargestPrime - 2) * (LargestPrime - 2);

    private const int MostIndex = 64;
    private const int MostBits = 2048;

    /// <summary>The real root, also of negative numbers where the index is odd; null where it is beyond the bounds.</summary>
    /// <param name="value">Not zero.</param>
    public static Quotient? Root(BigRational value, int index, Atoms atoms, Work work)
    {
        if (index > MostIndex || value.Bits > MostBits || !work.Spend(200)) return null;
        if (value.Sign < 0 && index % 2 == 0 && index != 2) return null;
        // a/b to the 1/n is (a b^(n-1)) to the 1/n, over b; a root is then only ever above the line.
        var radicand = BigInteger.Abs(value.Over) * BigInteger.Pow(value.Under, index - 1);
        var root = OfPositive(radicand, index, atoms, work)?.Times(BigRational.One / new BigRational(value.Under));
        if (root is null) return null;
        if (value.Sign < 0) root = index == 2 ? root.Times(Imaginary(atoms), atoms, work) : root.Times(-1);
        return root is null ? null : new Quotient(root, Polynomial.One);
    }

    public static Polynomial Imaginary(Atoms atoms) => atoms.Add(AtomKind.Root, "i", new Symbol("i"), 2, -1);

    private static Polynomial? OfPositive(BigInteger radicand, int index, Atoms atoms, Work work)
    {
        Polynomial? root = Polynomial.One;
        var outside = BigInteger.One;
        for (var prime = 2; root is not null && prime < LargestPrime && !radicand.IsOne && work.Spend(1); prime += prime == 2 ? 1 : 2)
        {
            var times = 0;
            for (; BigInteger.DivRem(radicand, prime, out var rest) is var quotient && rest.IsZero; radicand = quotient) times++;
            if (times == 0) continue;
            outside *= BigInteger.Pow(prime, times / index);
            if (times % index > 0) root = Append(root, prime, times % index, index, atoms, work);
        }
        if (!radicand.IsOne && Exact(radicand, index) is { } whole) outside *= whole;
        else if (!radicand.IsOne && root is not null) root = Append(root, radicand, 1, index, atoms, work);
        return root?.Times(new BigRational(outside));
    }

    /// <summary>Of ⁴√4 it makes √2: the index and the power share no factor.</summary>
    private static Polynomial? Append(Polynomial root, BigInteger of, int power, int index, Atoms atoms, Work work)
    {
        var common = (int)BigInteger.GreatestCommonDivisor(power, index);
        (power, index) = (power / common, index / common);
        var number = new BigRational(of);
        var atom = atoms.Add(AtomKind.Root, $"{of}^1/{index}", new Power(new Literal(number), new Literal(new BigRational(1, index))), index, number);
        return atom.Pow(power, atoms, work) is { } powered ? root.Times(powered, atoms, work) : null;
    }

    /// <summary>The root where it is whole, by Newton's steps.</summary>
    private static BigInteger? Exact(BigInteger radicand, int index)
    {
        var guess = BigInteger.One << (int)(radicand.GetBitLength() / index + 1);
        for (var steps = 0; steps < 4096; steps++)
        {
            var next = ((index - 1) * guess + radicand / BigInteger.Pow(guess, index - 1)) / index;
            if (next >= guess) break;
            guess = next;
        }
        return BigInteger.Pow(guess, index) == radicand ? guess : null;
    }
}
