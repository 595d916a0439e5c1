using ReasonOps.Verification.Shapes;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Equivalence;

/// <summary>Two trees, by what they are: named values, sets of real numbers, relations, collections, measures, numbers.</summary>
internal sealed partial class Comparison
{
    private readonly EquivalenceOptions _options;
    private readonly Work _work;
    private readonly Scalars _scalars;
    private readonly RealSets _sets;

    /// <param name="naturalLogarithms">Whether a logarithm without a base is natural, not to base 10.</param>
    public Comparison(EquivalenceOptions options, bool naturalLogarithms, Work work)
    {
        (_options, _work, _scalars) = (options, work, new Scalars(options, naturalLogarithms, work));
        _sets = new RealSets(_scalars);
    }

    public Agreement Match(Node a, Node b)
    {
        if (!_work.Spend(1)) return Agreement.Undecided;
        (a, b) = (Meaning.Of(a), Meaning.Of(b));
        if (a is Literal x && b is Literal y && x.Value == y.Value) return Agreement.Equal;
        if (MatchNames(ref a, ref b) is { } named) return named;
        if (RealSets.IsOne(a) || RealSets.IsOne(b))
        {
            if (_sets.Of(a) is { } left && _sets.Of(b) is { } right) return MatchSets(left, right);
        }
        if (a is Relation first && b is Relation second) return MatchRelations(first, second);
        if (IsCollection(a) || IsCollection(b)) return MatchCollections(a, b);
        if (a is Call { Name: "ratio" } || b is Call { Name: "ratio" }) return MatchRatios(a, b);
        return MatchMeasures(a, b);
    }

    /// <summary>Takes equal names away, and one that is left out on the other side; the answer where names differ.</summary>
    private Agreement? MatchNames(ref Node a, ref Node b)
    {
        var (left, right) = (Meaning.Named(a), Meaning.Named(b));
        if (left is null && right is null) return null;
        if (left is { } one && right is { } other)
        {
            if (one.Name != other.Name) return null; // perhaps equations: x = y and y = x
            (a, b) = (one.Value, other.Value);
            return null;
        }
        var unnamed = left is null ? a : b;
        if (!_options.NameMayBeLeftOut || unnamed is Relation { Signs: ["=", ..] } || (unnamed is Listing { Items: var items } && items.Any(item => item is Relation { Signs: ["=", ..] }))) return null;
        if (unnamed is Relation or Listing && RealSets.IsOne(unnamed) && _sets.Of(unnamed)?.Name is { } name && name != (left ?? right)!.Value.Name) return null;
        (a, b) = (left?.Value ?? a, right?.Value ?? b);
        return Match(a, b);
    }

    private Agreement MatchSets(RealSet a, RealSet b)
    {
        if (a.Name != b.Name && (!_options.NameMayBeLeftOut || (a.Name is not null && b.Name is not null))) return Agreement.Different;
        if (a.Intervals.Count != b.Intervals.Count) return Agreement.Different;
        return All(Enumerable.Range(0, a.Intervals.Count).SelectMany(i => new[] { (a.Intervals[i].Low, b.Intervals[i].Low), (a.Intervals[i].High, b.Intervals[i].High) })
            .Select(bounds => MatchBounds(bounds.Item1, bounds.Item2)));
    }

    private Agreement MatchBounds(Bound a, Bound b)
    {
        if (a.IsClosed != b.IsClosed) return Agreement.Different;
        return double.IsInfinity(a.At) || double.IsInfinity(b.At) ? Equals(a.At == b.At) : _scalars.Compare(a.Node, b.Node);
    }

    private static Agreement Equals(bool same) => same ? Agreement.Equal : Agreement.Different;

    /// <summary>Different where one is; else undecided where one is.</summary>
    private static Agreement All(IEnumerable<Agreement> parts)
    {
        var all = Agreement.Equal;
        foreach (var part in parts)
        {
            if (part == Agreement.Different) return part;
            if (part == Agreement.Undecided) all = part;
        }
        return all;
    }
}
