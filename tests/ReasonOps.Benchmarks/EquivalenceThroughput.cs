using System.Diagnostics;
using System.Globalization;
using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Benchmarks;

/// <summary>
/// Comparisons a second of processor time: plain numbers, beside what parsing both as doubles alone would take; and expressions, beside
/// sympy's <c>simplify(a - b) == 0</c> on the same pairs, where Debian's python3-sympy is installed. Medians of several rounds.
/// </summary>
internal static class EquivalenceThroughput
{
    private const int Rounds = 7;

    private static readonly (string Answer, string Expected)[] Numbers =
    [
        ("18", "18"), ("70000", "70000"), ("540", "54"), ("-3", "3"), ("0.5", "0.50"), ("3.14", "3.1400"), ("1234567890123", "1234567890123"),
        ("64", "46"), ("99999999999999999999999", "99999999999999999999998"), ("12.75", "12.7"), ("20", "20.0"), ("-0.125", "-0.125"),
    ];

    /// <summary>In a notation that both read.</summary>
    private static readonly (string Answer, string Expected)[] Expressions =
    [
        ("(x+1)**2", "x**2 + 2*x + 1"),
        ("(x+1)*(x-1)", "x**2 - 1"),
        ("(x+2)/7", "x/7 + 2/7"),
        ("1/x + 1/y", "(x+y)/(x*y)"),
        ("(a+b)**3", "a**3 + 3*a**2*b + 3*a*b**2 + b**3"),
        ("sqrt(8)", "2*sqrt(2)"),
        ("1/(1+sqrt(2))", "sqrt(2) - 1"),
        ("sin(x)**2 + cos(x)**2", "1"),
        ("(x**2-1)/(x-1)", "x + 1"),
        ("x**2 + 2*x + 1", "x**2 + 2*x + 2"),
        ("(x+1)**2", "x**2 + 1"),
        ("sqrt(2) + sqrt(3)", "sqrt(5)"),
        ("sin(2*x)", "2*sin(x)"),
        ("2*pi*r*(r+h)", "2*pi*r**2 + 2*pi*r*h"),
    ];

    private const string Sympy = """
        import sys, time, sympy
        from sympy.parsing.sympy_parser import parse_expr
        pairs = [line.rstrip("\n").split("\t") for line in sys.stdin]
        def once():
            for a, b in pairs: sympy.simplify(parse_expr(a) - parse_expr(b)) == 0
        once()
        def timed():
            sympy.core.cache.clear_cache()
            start = time.process_time(); once(); return time.process_time() - start
        print(len(pairs) / sorted(timed() for _ in range(5))[2])
        """;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        var numeric = Rate(Numbers, 20_000, Compared);
        var parsed = Rate(Numbers, 20_000, Parsed);
        var symbolic = Rate(Expressions, 1_500, Compared);
        var rows = new List<Row>
        {
            new("equivalence.numeric_per_s", numeric, "1/s a core", "50,000, what is asked for", $"plain integers and decimals, up to 23 digits, {Numbers.Length} pairs"),
            new("equivalence.numeric_vs_double_parse", numeric / parsed, "ratio", "double.Parse of both texts", $"{numeric:0} against {parsed:0} pairs/s; above 1 is faster"),
            new("equivalence.symbolic_per_s", symbolic, "1/s a core", "5,000, what is asked for", $"polynomials, quotients, roots, functions, {Expressions.Length} pairs"),
        };
        if (await SympyRateAsync() is { } peer)
            rows.Add(new("equivalence.symbolic_vs_sympy", symbolic / peer, "ratio", "sympy: simplify(a - b) == 0", $"{symbolic:0} against {peer:0} pairs/s, the same pairs"));
        return rows;
    }

    private static bool Compared((string Answer, string Expected) pair) => AnswerEquivalence.Compare(pair.Answer, pair.Expected, EquivalenceOptions.Default) == Agreement.Equal;

    // Twenty-three digits are beyond a double: the limit is only how fast, not how right.
    private static bool Parsed((string Answer, string Expected) pair) =>
        double.Parse(pair.Answer, CultureInfo.InvariantCulture).Equals(double.Parse(pair.Expected, CultureInfo.InvariantCulture));

    private static double Rate((string, string)[] pairs, int times, Func<(string, string), bool> compare)
    {
        var rates = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var (start, equal) = (Environment.CpuUsage.TotalTime, 0);
            for (var time = 0; time < times; time++)
            {
                foreach (var pair in pairs) equal += compare(pair) ? 1 : 0;
            }
            if (round > 0) rates.Add((double)times * pairs.Length / (Environment.CpuUsage.TotalTime - start).TotalSeconds); // the first warms up
            GC.KeepAlive(equal);
        }
        return rates.Order().ElementAt(Rounds / 2);
    }

    /// <summary>Null where sympy is not installed.</summary>
    private static async Task<double?> SympyRateAsync()
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python)) return null;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", Sympy]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            foreach (var (a, b) in Expressions) await process.StandardInput.WriteLineAsync($"{a}\t{b}");
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            return null; // it ended before it read: there is no sympy
        }
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.TryParse(output, CultureInfo.InvariantCulture, out var rate) ? rate : null;
    }
}
