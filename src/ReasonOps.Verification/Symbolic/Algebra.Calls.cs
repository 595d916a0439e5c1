using System.Numerics;
using ReasonOps.Verification.Numbers;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Symbolic;

internal sealed partial class Algebra
{
    private Quotient? OfCall(Call call)
    {
        var arguments = new List<Quotient>(call.Arguments.Count);
        foreach (var argument in call.Arguments)
        {
            if (Of(argument) is not { } value) return null;
            arguments.Add(value);
        }
        if (call.Name is "ratio") return null;
        if (call.Name is "percent") return arguments[0].Times(Quotient.Of(new BigRational(1, 100)), atoms, work);
        if (call.Name is "degree") return arguments[0].Times(OfSymbol(new Symbol("pi")), atoms, work)?.Times(Quotient.Of(new BigRational(1, 180)), atoms, work);
        if (arguments.TrueForAll(argument => argument.Rational is not null) && Exact(call.Name, [.. arguments.Select(argument => argument.Rational!.Value)]) is { } exact)
            return Quotient.Of(exact);
        return Opaque($"{call.Name}({string.Join(',', arguments.Select(argument => argument.Key()))})", call);
    }

    /// <summary>Functions whose value at rational numbers is rational; null where it is not, or too large.</summary>
    private BigRational? Exact(string name, BigRational[] at) => (name, at) switch
    {
        ("factorial", [{ IsInteger: true, Sign: >= 0 } n]) when n <= MostFactorial => Factorial((int)n.Over),
        ("binom", [{ IsInteger: true } n, { IsInteger: true } k]) when k.Sign >= 0 && n >= k && n <= 100_000 => Binomial(n.Over, k.Over),
        ("abs", [var x]) => BigRational.Abs(x),
        ("floor", [var x]) => new BigRational(x.Floor()),
        ("ceil", [var x]) => -new BigRational((-x).Floor()),
        ("gcd", _) when at.All(x => x.IsInteger) => new BigRational(at.Select(x => x.Over).Aggregate(BigInteger.GreatestCommonDivisor)),
        ("lcm", _) when at.All(x => x.IsInteger && x.Sign > 0) => at.Select(x => x.Over).Aggregate(LeastCommonMultiple) is var lcm && lcm.GetBitLength() < MostBits ? new BigRational(lcm) : null,
        ("max", _) => at.Max(),
        ("min", _) => at.Min(),
        _ => null,
    };

    private BigRational? Factorial(int n)
    {
        var product = BigInteger.One;
        for (var i = 2; i <= n; i++)
        {
            if (!work.Spend(1 + product.GetBitLength() / 256)) return null;
            product *= i;
        }
        return new BigRational(product);
    }

    private BigRational? Binomial(BigInteger n, BigInteger k)
    {
        if (k > n - k) k = n - k;
        var value = BigInteger.One;
        for (var i = BigInteger.One; i <= k; i++)
        {
            if (value.GetBitLength() > MostBits || !work.Spend(1 + value.GetBitLength() / 128)) return null;
            value = value * (n - k + i) / i;
        }
        return new BigRational(value);
    }

    private static BigInteger LeastCommonMultiple(BigInteger a, BigInteger b) =>
        a.GetBitLength() + b.GetBitLength() > MostBits ? BigInteger.One << MostBits : a / BigInteger.GreatestCommonDivisor(a, b) * b;
}
