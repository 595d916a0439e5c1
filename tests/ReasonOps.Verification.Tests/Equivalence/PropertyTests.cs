using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Tests.Equivalence;

public class PropertyTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(400);

    /// <summary>An arithmetic expression with its exact value.</summary>
    private sealed record Arithmetic(string Latex, string Plain, BigInteger Over, BigInteger Under);

    private static Gen<Arithmetic> OfDepth(int depth) => depth == 0
        ? Gen.Choose(-40, 40).Select(n => new Arithmetic(Braced(n), Parenthesized(n), n, 1))
        : Gen.OneOf(OfDepth(0), Gen.Zip(Gen.Zip(OfDepth(depth - 1), OfDepth(depth - 1)), Gen.Elements('+', '-', '*', '/')).Select(t => Combined(t.Item1.Item1, t.Item2, t.Item1.Item2)));

    private static Arithmetic Combined(Arithmetic a, char sign, Arithmetic b) => sign switch
    {
        '+' => new($"\\left({a.Latex}+{b.Latex}\\right)", $"({b.Plain} + {a.Plain})", a.Over * b.Under + b.Over * a.Under, a.Under * b.Under),
        '-' => new($"\\left({a.Latex}-{b.Latex}\\right)", $"(-{b.Plain} + {a.Plain})", a.Over * b.Under - b.Over * a.Under, a.Under * b.Under),
        '*' => new($"{a.Latex} \\cdot {b.Latex}", $"({b.Plain}*{a.Plain})", a.Over * b.Over, a.Under * b.Under),
        _ => b.Over.IsZero ? a : new($"\\frac{{{a.Latex}}}{{{b.Latex}}}", $"({a.Plain}/{b.Plain})", a.Over * b.Under, a.Under * b.Over),
    };

    private static string Braced(int n) => n < 0 ? $"({n})" : n.ToString(CultureInfo.InvariantCulture);
    private static string Parenthesized(int n) => $"({n})";

    [Fact]
    public void Arithmetic_is_its_value_however_it_is_written() =>
        Prop.ForAll(Arb.From(Gen.Zip(OfDepth(4), Gen.Choose(1, 1000))), pair =>
        {
            var (sum, change) = pair;
            var value = $"\\frac{{{sum.Over}}}{{{sum.Under}}}";
            var other = $"\\frac{{{sum.Over * 1000 + sum.Under * change}}}{{{sum.Under * 1000}}}";
            return Equal(sum.Latex, sum.Plain) && Equal(sum.Latex, value) && Equal(value, sum.Plain) && !Equal(other, sum.Latex) && !Equal(sum.Plain, other);
        }).Check(Many);

    [Fact]
    public void A_decimal_is_its_fraction_and_its_digits_in_groups() =>
        Prop.ForAll<int, byte>((digits, places) =>
        {
            var value = (decimal)digits / (decimal)Math.Pow(10, places % 8);
            var text = value.ToString(CultureInfo.InvariantCulture);
            return Equal(text, $"\\frac{{{digits}}}{{{BigInteger.Pow(10, places % 8)}}}") && Equal(text, value.ToString("N8", CultureInfo.InvariantCulture))
                && Equal(text, $"{digits} \\times 10^{{-{places % 8}}}") && !Equal(text, (value + 0.000001m).ToString(CultureInfo.InvariantCulture));
        }).Check(Many);

    /// <summary>Linear factors a x + b y + c, and what they multiply to, term by term.</summary>
    private static Gen<(string Factored, string Expanded, string Perturbed)> Polynomials() =>
        from count in Gen.Choose(1, 4)
        from numbers in Gen.ArrayOf(Gen.Choose(-9, 9), 12)
        from at in Gen.Choose(0, 100)
        let factors = Enumerable.Range(0, count).Select(i => numbers.AsMemory(i * 3, 3).ToArray()).ToArray()
        let terms = Expand(factors)
        select (string.Concat(factors.Select(f => $"({f[0]}x + {f[1]}y + {f[2]})")), Sum(terms), Sum(Perturb(terms, at)));

    private static Dictionary<(int X, int Y), int> Expand(int[][] factors)
    {
        var product = new Dictionary<(int X, int Y), int> { [(0, 0)] = 1 };
        foreach (var factor in factors)
        {
            var next = new Dictionary<(int X, int Y), int>();
            foreach (var ((x, y), c) in product)
            {
                next[(x + 1, y)] = next.GetValueOrDefault((x + 1, y)) + c * factor[0];
                next[(x, y + 1)] = next.GetValueOrDefault((x, y + 1)) + c * factor[1];
                next[(x, y)] = next.GetValueOrDefault((x, y)) + c * factor[2];
            }
            product = next;
        }
        return product;
    }

    private static Dictionary<(int X, int Y), int> Perturb(Dictionary<(int X, int Y), int> terms, int at)
    {
        var key = terms.Keys.Order().ElementAt(at % terms.Count);
        return new(terms) { [key] = terms[key] + 1 };
    }

    private static string Sum(Dictionary<(int X, int Y), int> terms) => string.Join(" + ", terms.OrderByDescending(term => term.Key.Y).Select(term => $"{term.Value}y^{{{term.Key.Y}}}x^{term.Key.X}"));

    [Fact]
    public void A_polynomial_is_its_factors_and_no_other() =>
        Prop.ForAll(Arb.From(Polynomials()), p => Equal(p.Factored, p.Expanded) && !Equal(p.Perturbed, p.Factored) && !Equal(p.Expanded, p.Perturbed)).Check(Many);

    [Fact]
    public void Sums_of_roots_are_equal_when_their_squares_are_pulled_out() =>
        Prop.ForAll(Arb.From(from a in Gen.Choose(1, 60) from b in Gen.Choose(1, 60) from k in Gen.Choose(2, 12) select (a, b, k)), t =>
        {
            var (a, b, k) = t;
            return Equal($"\\sqrt{{{a * k * k}}}+\\sqrt{{{b}}}", $"\\sqrt{{{b}}} + {k}\\sqrt{{{a}}}") && !Equal($"\\sqrt{{{a * k * k + 1}}}+\\sqrt{{{b}}}", $"\\sqrt{{{b}}} + {k}\\sqrt{{{a}}}")
                && Equal($"\\sqrt{{{a}}}\\sqrt{{{b}}}", $"\\sqrt{{{a * b}}}") && Equal($"\\frac{{{k}}}{{\\sqrt{{{a}}}}}", $"\\frac{{{k}\\sqrt{{{a}}}}}{{{a}}}");
        }).Check(Many);

    [Fact]
    public void Sets_have_no_order_and_tuples_have_one() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Choose(-50, 50)).Where(items => items.Distinct().Count() > 1)), items =>
        {
            var (there, back) = (string.Join(", ", items), string.Join(", ", items.Reverse()));
            var palindrome = items.SequenceEqual(items.Reverse());
            return Equal($"\\{{{there}\\}}", $"\\{{{back}\\}}") && Equal(there, back) && Equal($"({there})", $"({back})") == palindrome && !Equal($"({there})", $"\\{{{there}\\}}");
        }).Check(Many);

    private static bool Equal(string a, string b) => AnswerEquivalence.Compare(a, b, EquivalenceOptions.Default) == Agreement.Equal;
}
