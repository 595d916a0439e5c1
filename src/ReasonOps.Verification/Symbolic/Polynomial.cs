using System.Text;
using ReasonOps.Verification.Equivalence;
using ReasonOps.Verification.Numbers;

namespace ReasonOps.Verification.Symbolic;

/// <summary>A sum of monomials with exact coefficients, none of them zero. Operations are null where the result would be too large.</summary>
internal sealed class Polynomial
{
    private const int MostTerms = 1500;
    private const long MostBits = 1 << 17;

    private readonly Dictionary<Monomial, BigRational> _terms;

    private Polynomial(Dictionary<Monomial, BigRational> terms) => _terms = terms;

    public static readonly Polynomial Zero = new([]);
    public static readonly Polynomial One = Of(BigRational.One);

    public static Polynomial Of(BigRational value) => value.IsZero ? Zero : new(new() { [Monomial.One] = value });

    public static Polynomial Of(Monomial monomial) => new(new() { [monomial] = BigRational.One });

    public IReadOnlyDictionary<Monomial, BigRational> Terms => _terms;

    public bool IsZero => _terms.Count == 0;

    public bool IsConstant => _terms.Count == 0 || (_terms.Count == 1 && _terms.ContainsKey(Monomial.One));

    /// <summary>Where it is constant, what it is.</summary>
    public BigRational Constant => _terms.GetValueOrDefault(Monomial.One, BigRational.Zero);

    public Polynomial? Plus(Polynomial other, Work work)
    {
        if (IsZero) return other;
        if (other.IsZero) return this;
        var sum = new Dictionary<Monomial, BigRational>(_terms);
        foreach (var (monomial, coefficient) in other._terms)
        {
            if (!Add(sum, monomial, coefficient, work)) return null;
        }
        return new Polynomial(sum);
    }

    public Polynomial? Minus(Polynomial other, Work work) => Plus(other.Times(-1), work);

    public Polynomial Times(BigRational factor) =>
        factor.IsOne ? this : factor.IsZero ? Zero : new(_terms.ToDictionary(term => term.Key, term => term.Value * factor));

    public Polynomial? Times(Polynomial other, Atoms atoms, Work work)
    {
        if (IsZero || other.IsZero) return Zero;
        if (IsOne) return other;
        if (other.IsOne) return this;
        var product = new Dictionary<Monomial, BigRational>();
        foreach (var (a, x) in _terms)
        {
            foreach (var (b, y) in other._terms)
            {
                if (x.Bits + y.Bits > MostBits || !work.Spend(4 + a.Parts.Length + b.Parts.Length + x.Bits * y.Bits / 8192)) return null;
                if (a.Times(b) is not { } monomial || atoms.Reduce(monomial, x * y) is not { } term) return null;
                if (!Add(product, term.Monomial, term.Coefficient, work)) return null;
            }
        }
        return new Polynomial(product);
    }

    /// <param name="exponent">Not negative.</param>
    public Polynomial? Pow(int exponent, Atoms atoms, Work work)
    {
        const int MostOfMany = 60;
        if (_terms.Count > 1 && exponent > MostOfMany) return null;
        if (_terms.Count == 1 && _terms.First() is var only && !only.Value.IsOne && only.Value.Bits * exponent > MostBits) return null;
        var power = One;
        var square = this;
        for (; exponent > 0; exponent >>= 1)
        {
            var (next, squared) = ((exponent & 1) == 1 ? power.Times(square, atoms, work) : power, exponent > 1 ? square.Times(square, atoms, work) : square);
            if (next is null || squared is null) return null;
            (power, square) = (next, squared);
        }
        return power;
    }

    /// <summary>The term that comes first in the order of monomials: which it is depends on the terms alone.</summary>
    public (Monomial Monomial, BigRational Coefficient) Leading()
    {
        var leading = _terms.MaxBy(term => term.Key);
        return (leading.Key, leading.Value);
    }

    /// <summary>The same text for the same polynomial over the same atoms.</summary>
    public string Key()
    {
        var text = new StringBuilder();
        foreach (var (monomial, coefficient) in _terms.OrderBy(term => term.Key))
        {
            text.Append('+').Append(coefficient);
            foreach (var (atom, power) in monomial.Parts) text.Append('*').Append(atom).Append('^').Append(power);
        }
        return text.ToString();
    }

    private bool IsOne => IsConstant && Constant.IsOne;

    private static bool Add(Dictionary<Monomial, BigRational> terms, Monomial monomial, BigRational coefficient, Work work)
    {
        if (terms.TryGetValue(monomial, out var present))
        {
            if (present.Bits + coefficient.Bits > 2 * MostBits || !work.Spend(2 + present.Bits * coefficient.Bits / 8192)) return false;
            coefficient += present;
        }
        if (coefficient.IsZero) terms.Remove(monomial);
        else terms[monomial] = coefficient;
        return terms.Count <= MostTerms && work.Spend(1);
    }
}
