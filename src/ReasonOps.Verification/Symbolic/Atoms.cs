using ReasonOps.Verification.Numbers;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Symbolic;

internal enum AtomKind
{
    /// <summary>Can be any number.</summary>
    Variable,

    /// <summary>π, e and ∞: taken to be independent of all else.</summary>
    Constant,

    /// <summary>A root of a prime, or i: its power is a rational number.</summary>
    Root,

    /// <summary>A function or a power that algebra cannot see into; two of them may be equal, or hang together.</summary>
    Opaque,
}

/// <param name="Node">What it is, for reckoning with doubles.</param>
/// <param name="Period">For a root: the power that is the number <paramref name="Value"/>.</param>
internal sealed record Atom(AtomKind Kind, string Key, Node Node, int Period, BigRational Value);

/// <summary>The atoms of one comparison, by number: equal keys are one atom on both sides.</summary>
internal sealed class Atoms
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<Atom> _atoms = [];

    public IReadOnlyList<Atom> All => _atoms;

    public Polynomial Add(AtomKind kind, string key, Node node, int period = 0, BigRational value = default) =>
        Polynomial.Of(new Monomial([(Number(kind, key, node, period, value), 1)]));

    /// <summary>The number of the atom with this key, where it has one.</summary>
    public int? Find(string key) => _numbers.TryGetValue(key, out var number) ? number : null;

    private int Number(AtomKind kind, string key, Node node, int period, BigRational value)
    {
        if (_numbers.TryGetValue(key, out var number)) return number;
        _atoms.Add(new Atom(kind, key, node, period, value));
        return _numbers[key] = _atoms.Count - 1;
    }

    /// <summary>
    /// Whether a polynomial that is not zero is no zero number either: its atoms do not hang together, as roots of different primes do not.
    /// </summary>
    public bool Decide(Polynomial polynomial)
    {
        var used = polynomial.Terms.Keys.SelectMany(monomial => monomial.Parts).Select(part => part.Atom).Distinct().Select(number => _atoms[number]).ToList();
        if (used.Exists(atom => atom.Kind == AtomKind.Opaque || (atom.Kind == AtomKind.Root && atom.Value.Over > Radicals.LargestSurePrime))) return false;
        var roots = used.Where(atom => atom.Kind == AtomKind.Root).GroupBy(atom => atom.Value);
        return roots.All(group => group.Count() == 1);
    }

    public bool HasVariables(Polynomial polynomial) => polynomial.Terms.Keys.Any(monomial => Array.Exists(monomial.Parts, part => IsVariable(_atoms[part.Atom])));

    /// <summary>Whether it is a variable, or a function of one.</summary>
    private static bool IsVariable(Atom atom) => atom.Kind == AtomKind.Variable || (atom.Kind == AtomKind.Opaque && Trees.HasVariables(atom.Node));

    /// <summary>With powers of roots taken out: i^3 is -i, (√2)^2 is 2. Null where the coefficient would be too large.</summary>
    public (Monomial Monomial, BigRational Coefficient)? Reduce(Monomial monomial, BigRational coefficient)
    {
        const int MostPower = 100_000;
        if (!Array.Exists(monomial.Parts, part => IsReducible(part))) return (monomial, coefficient);
        var kept = new List<(int, int)>(monomial.Parts.Length);
        foreach (var part in monomial.Parts)
        {
            var atom = _atoms[part.Atom];
            if (!IsReducible(part))
            {
                kept.Add(part);
                continue;
            }
            var times = part.Power / atom.Period;
            if (times > MostPower) return null;
            coefficient *= atom.Value == -1 ? times % 2 == 0 ? 1 : -1 : BigRational.Pow(atom.Value, times);
            if (part.Power % atom.Period is > 0 and var rest) kept.Add((part.Atom, rest));
        }
        return (new Monomial([.. kept]), coefficient);
    }

    private bool IsReducible((int Atom, int Power) part) => _atoms[part.Atom] is { Kind: AtomKind.Root, Period: var period } && part.Power >= period;
}
