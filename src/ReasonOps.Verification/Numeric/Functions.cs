using System.Numerics;

namespace ReasonOps.Verification.Numeric;

/// <summary>Functions in doubles; NaN for those that are not known, and where they are not defined.</summary>
internal static class Functions
{
    private static readonly Complex Unknown = new(double.NaN, double.NaN);

    public static Complex Of(string name, Complex[] at, bool naturalLogarithms) => at switch
    {
        [var x] => OfOne(name, x, naturalLogarithms),
        [var x, var b] when name == "log" => Logarithm(x) / Logarithm(b),
        [var n, var k] when name == "binom" => Gamma(n + 1) / (Gamma(k + 1) * Gamma(n - k + 1)),
        _ when Array.TrueForAll(at, x => x.Imaginary == 0) && name is "max" or "min" => name == "max" ? at.Max(x => x.Real) : at.Min(x => x.Real),
        _ => Unknown,
    };

    private static Complex OfOne(string name, Complex x, bool naturalLogarithms) => name switch
    {
        "sin" => Complex.Sin(x),
        "cos" => Complex.Cos(x),
        "tan" => Complex.Tan(x),
        "cot" => Complex.Cos(x) / Complex.Sin(x),
        "sec" => 1 / Complex.Cos(x),
        "csc" => 1 / Complex.Sin(x),
        "sinh" => Complex.Sinh(x),
        "cosh" => Complex.Cosh(x),
        "tanh" => Complex.Tanh(x),
        "coth" => 1 / Complex.Tanh(x),
        "sech" => 1 / Complex.Cosh(x),
        "csch" => 1 / Complex.Sinh(x),
        "ln" => Logarithm(x),
        "log" => naturalLogarithms ? Logarithm(x) : Logarithm(x) / Math.Log(10),
        "abs" => Complex.Abs(x),
        "factorial" => Gamma(x + 1),
        _ when x.Imaginary == 0 => OfReal(name, x.Real),
        _ => Unknown,
    };

    private static Complex OfReal(string name, double x) => name switch
    {
        "arcsin" => Math.Asin(x),
        "arccos" => Math.Acos(x),
        "arctan" => Math.Atan(x),
        "arccot" => Math.PI / 2 - Math.Atan(x),
        "arcsec" => Math.Acos(1 / x),
        "arccsc" => Math.Asin(1 / x),
        "arsinh" => Math.Asinh(x),
        "arcosh" => Math.Acosh(x),
        "artanh" => Math.Atanh(x),
        "floor" => Math.Floor(x),
        "ceil" => Math.Ceiling(x),
        _ => Unknown,
    };

    private static Complex Logarithm(Complex x) => x == Complex.Zero ? Unknown : x is { Imaginary: 0, Real: > 0 } ? Math.Log(x.Real) : Complex.Log(x);

    /// <summary>Lanczos' approximation (g = 7, nine terms) for real numbers; about fifteen digits.</summary>
    private static Complex Gamma(Complex z)
    {
        if (z.Imaginary != 0) return Unknown;
        var x = z.Real;
        if (x < 0.5) return x == Math.Floor(x) ? Unknown : Math.PI / (Math.Sin(Math.PI * x) * Gamma(1 - x));
        x -= 1;
        ReadOnlySpan<double> terms =
        [
            0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
            12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
        ];
        var sum = terms[0];
        for (var i = 1; i < terms.Length; i++) sum += terms[i] / (x + i);
        var t = x + 7.5;
        return Math.Sqrt(2 * Math.PI) * Math.Pow(t, x + 0.5) * Math.Exp(-t) * sum;
    }
}
