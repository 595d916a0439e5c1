using System.Numerics;
using ReasonOps.Verification.Equivalence;
using ReasonOps.Verification.Numbers;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Symbolic;

/// <summary>A tree as a quotient of polynomials over its atoms. Null where it is no number: a tuple, a division by zero, or too much work.</summary>
internal sealed partial class Algebra(Atoms atoms, Work work)
{
    private const int MostFactorial = 3000;
    private const int MostBits = 1 << 16;

    public Quotient? Of(Node node) => !work.Spend(1) ? null : node switch
    {
        Literal literal => Quotient.Of(literal.Value),
        Symbol symbol => OfSymbol(symbol),
        Sum sum => OfSum(sum),
        Product product => OfProduct(product),
        Power power => OfPower(power),
        Call call => OfCall(call),
        _ => null,
    };

    /// <summary>An exponent that is written as a number: 3, 1/3, -2/3.</summary>
    public static BigRational? RationalExponent(Node node) => node switch
    {
        Literal literal => literal.Value,
        Power { Base: Literal { Value.IsZero: false } under, Exponent: Literal { Value: var minus } } when minus == -1 => BigRational.One / under.Value,
        Product product => product.Factors.Aggregate((BigRational?)BigRational.One, (total, factor) => total is { } known && RationalExponent(factor) is { } next ? known * next : null),
        _ => null,
    };

    private Quotient OfSymbol(Symbol symbol) => Whole(symbol.Name switch
    {
        "i" => Radicals.Imaginary(atoms),
        "e" or "pi" or "inf" => atoms.Add(AtomKind.Constant, symbol.Name, symbol),
        _ => atoms.Add(AtomKind.Variable, symbol.Name, symbol),
    });

    private static Quotient Whole(Polynomial polynomial) => new(polynomial, Polynomial.One);

    private Quotient? OfSum(Sum sum)
    {
        Quotient? total = null;
        foreach (var term in sum.Terms)
        {
            if (Of(term) is not { } next) return null;
            total = total is null ? next : total.Plus(next, atoms, work);
            if (total is null) return null;
        }
        return total;
    }

    private Quotient? OfProduct(Product product)
    {
        Quotient? total = null;
        foreach (var factor in product.Factors)
        {
            if (Of(factor) is not { } next) return null;
            total = total is null ? next : total.Times(next, atoms, work);
            if (total is null) return null;
        }
        return total;
    }

    private Quotient? OfPower(Power power)
    {
        if (Of(power.Base) is not { } under || Of(power.Exponent) is not { } exponent) return null;
        if (exponent.Rational is not { } constant) return OfSymbolicPower(power, under, exponent);
        if (under.Over.IsZero) return constant.Sign > 0 ? under : constant.IsZero ? Quotient.Of(1) : null;
        if (constant.IsInteger) return IntegerPower(power, under, constant);
        return RootPower(power, under, constant);
    }

    private Quotient? IntegerPower(Power power, Quotient under, BigRational exponent)
    {
        const int Most = 1_000_000;
        if (under.Rational is { } number && (number.IsOne || number == -1)) return Quotient.Of(number.IsOne || exponent.Over.IsEven ? 1 : -1);
        if (BigInteger.Abs(exponent.Over) <= Most && under.Pow((int)exponent.Over, atoms, work) is { } expanded) return expanded;
        return work.IsSpent ? null : Opaque($"({under.Key()})^{exponent}", power);
    }

    /// <summary>x^(p/q) is (the q-th root of x)^p; only of numbers is more known of the root.</summary>
    private Quotient? RootPower(Power power, Quotient under, BigRational exponent)
    {
        const int Most = 10_000;
        if (BigInteger.Abs(exponent.Over) > Most || exponent.Under > Most) return Opaque($"({under.Key()})^{exponent}", power);
        var (p, q) = ((int)exponent.Over, (int)exponent.Under);
        var root = under.Rational is { } number ? Radicals.Root(number, q, atoms, work) : null;
        root ??= Opaque($"({under.Key()})^1/{q}", new Power(power.Base, new Literal(new BigRational(1, q))));
        return root.Pow(p, atoms, work) ?? (work.IsSpent ? null : Opaque($"({under.Key()})^{exponent}", power));
    }

    /// <summary>b^(c+x) is b^c b^x for a whole number c, so that 2^(n+1) is 2·2^n.</summary>
    private Quotient? OfSymbolicPower(Power power, Quotient under, Quotient exponent)
    {
        if (under.Rational is { IsOne: true }) return Quotient.Of(1);
        if (exponent.Under.IsConstant)
        {
            var exact = exponent.Over.Times(BigRational.One / exponent.Under.Constant);
            if (exact.Constant is { IsInteger: true, IsZero: false } whole && BigInteger.Abs(whole.Over) <= 64)
            {
                var rest = new Quotient(exact.Minus(Polynomial.Of(whole), work) ?? exact, Polynomial.One);
                var opaque = Opaque($"({under.Key()})^({rest.Key()})", new Power(power.Base, new Sum([power.Exponent, new Literal(-whole)])));
                return under.Pow((int)whole.Over, atoms, work)?.Times(opaque, atoms, work);
            }
        }
        return Opaque($"({under.Key()})^({exponent.Key()})", power);
    }

    private Quotient Opaque(string key, Node node) => Whole(atoms.Add(AtomKind.Opaque, key, node));
}
