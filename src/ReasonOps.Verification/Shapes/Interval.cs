using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Shapes;

/// <summary>An end of an interval. Infinite ones are never closed.</summary>
/// <param name="At">Where it is, for putting ends in order.</param>
/// <param name="Node">What it is, for comparing it.</param>
internal readonly record struct Bound(double At, Node Node, bool IsClosed);

internal readonly record struct Interval(Bound Low, Bound High)
{
    public static readonly Interval All = new(new Bound(double.NegativeInfinity, Infinity, false), new Bound(double.PositiveInfinity, Infinity, false));

    private static Symbol Infinity => new("inf");

    public bool IsEmpty => Low.At > High.At || (Low.At == High.At && !(Low.IsClosed && High.IsClosed));

    public static Interval Point(double at, Node node) => new(new Bound(at, node, true), new Bound(at, node, true));
}

/// <summary>Sets of real numbers as intervals in order, none of which meet.</summary>
internal static class Intervals
{
    private const int Most = 256;

    public static List<Interval>? Union(IEnumerable<Interval> left, IEnumerable<Interval> right)
    {
        var merged = new List<Interval>();
        foreach (var next in left.Concat(right).Where(interval => !interval.IsEmpty).OrderBy(interval => interval.Low.At).ThenBy(interval => !interval.Low.IsClosed))
        {
            if (merged.Count > 0 && Meet(merged[^1].High, next.Low)) merged[^1] = new Interval(merged[^1].Low, Higher(merged[^1].High, next.High));
            else merged.Add(next);
        }
        return merged.Count <= Most ? merged : null;
    }

    public static List<Interval>? Intersection(IReadOnlyList<Interval> left, IReadOnlyList<Interval> right)
    {
        if ((long)left.Count * right.Count > Most * Most) return null;
        var common = from a in left from b in right select new Interval(LaterLow(a.Low, b.Low), EarlierHigh(a.High, b.High));
        return Union(common, []);
    }

    public static List<Interval> Complement(IReadOnlyList<Interval> intervals)
    {
        var (gaps, low) = (new List<Interval>(), Interval.All.Low);
        foreach (var interval in intervals)
        {
            gaps.Add(new Interval(low, interval.Low with { IsClosed = !interval.Low.IsClosed && double.IsFinite(interval.Low.At) }));
            low = interval.High with { IsClosed = !interval.High.IsClosed && double.IsFinite(interval.High.At) };
        }
        gaps.Add(new Interval(low, Interval.All.High));
        return [.. gaps.Where(gap => !gap.IsEmpty)];
    }

    private static bool Meet(Bound high, Bound low) => low.At < high.At || (low.At == high.At && (low.IsClosed || high.IsClosed));

    private static Bound Higher(Bound a, Bound b) => a.At > b.At || (a.At == b.At && a.IsClosed) ? a : b;

    private static Bound LaterLow(Bound a, Bound b) => a.At > b.At || (a.At == b.At && !a.IsClosed) ? a : b;

    private static Bound EarlierHigh(Bound a, Bound b) => a.At < b.At || (a.At == b.At && !a.IsClosed) ? a : b;
}
