using ReasonOps.Verification.Equivalence;
using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Shapes;

/// <param name="Name">The variable that is in it, where it is named.</param>
internal sealed record RealSet(string? Name, IReadOnlyList<Interval> Intervals);

/// <summary>Intervals, unions and inequalities of one variable as sets of real numbers. Null where a tree is none.</summary>
internal sealed class RealSets(Scalars scalars)
{
    /// <summary>Whether a tree can only be a set of real numbers; brackets around two numbers may as well be a pair.</summary>
    public static bool IsOne(Node node) => node switch
    {
        SetOperation => true,
        Symbol { Name: "ℝ" } => true,
        Relation relation => relation.Signs.All(sign => sign != "="),
        Listing listing => listing.Items.All(IsOne),
        Sequence { Items.Count: 2 } sequence => (sequence.Open, sequence.Close) is ('(', ']') or ('[', ')'),
        _ => false,
    };

    public RealSet? Of(Node node) => node switch
    {
        Symbol { Name: "ℝ" } => new RealSet(null, [Interval.All]),
        Sequence { Items: [var low, var high], Open: '(' or '[', Close: ')' or ']' } sequence => OfInterval(low, sequence.Open == '[', high, sequence.Close == ']'),
        FiniteSet set => OfPoints(set.Items),
        SetOperation operation => OfOperation(operation),
        Relation relation => OfRelation(relation),
        Listing listing => OfListing(listing),
        _ => null,
    };

    private RealSet? OfInterval(Node low, bool lowIsClosed, Node high, bool highIsClosed, string? name = null)
    {
        if (BoundOf(low, lowIsClosed) is not { } from || BoundOf(high, highIsClosed) is not { } to) return null;
        var interval = new Interval(from, to);
        return new RealSet(name, interval.IsEmpty ? [] : [interval]);
    }

    private Bound? BoundOf(Node node, bool closed) => scalars.Real(node) is { } at ? new Bound(at, node, closed && double.IsFinite(at)) : null;

    private RealSet? OfPoints(IReadOnlyList<Node> items)
    {
        var points = new List<Interval>();
        foreach (var item in items)
        {
            if (scalars.Real(item) is not { } at || !double.IsFinite(at)) return null;
            points.Add(Interval.Point(at, item));
        }
        return Intervals.Union(points, []) is { } set ? new RealSet(null, set) : null;
    }

    private RealSet? OfOperation(SetOperation operation)
    {
        if (Of(operation.Left) is not { } left || Of(operation.Right) is not { } right) return null;
        var set = operation.Sign switch
        {
            "∪" => Intervals.Union(left.Intervals, right.Intervals),
            "∩" => Intervals.Intersection(left.Intervals, right.Intervals),
            _ => Intervals.Intersection(left.Intervals, Intervals.Complement(right.Intervals)),
        };
        return set is null ? null : new RealSet(left.Name ?? right.Name, set);
    }

    private RealSet? OfRelation(Relation relation) => (relation.Operands, relation.Signs) switch
    {
        ([var name, var set], ["in"]) when Meaning.IsName(name) => Of(set) is { } inside ? inside with { Name = Meaning.NameOf(name) } : null,
        ([var name, var bound], [var sign]) when Meaning.IsName(name) => OfHalf(Meaning.NameOf(name), sign, bound),
        ([var bound, var name], [var sign]) when Meaning.IsName(name) => OfHalf(Meaning.NameOf(name), Mirrored(sign), bound),
        ([var low, var name, var high], ["<" or "<=", "<" or "<="]) when Meaning.IsName(name) =>
            OfInterval(low, relation.Signs[0] == "<=", high, relation.Signs[1] == "<=", Meaning.NameOf(name)),
        ([var high, var name, var low], [">" or ">=", ">" or ">="]) when Meaning.IsName(name) =>
            OfInterval(low, relation.Signs[1] == ">=", high, relation.Signs[0] == ">=", Meaning.NameOf(name)),
        _ => null,
    };

    private RealSet? OfHalf(string name, string sign, Node bound) => sign switch
    {
        "<" or "<=" => OfInterval(Minus, false, bound, sign == "<=", name),
        ">" or ">=" => OfInterval(bound, sign == ">=", Plus, false, name),
        "!=" => OfPoints([bound]) is { } point ? new RealSet(name, Intervals.Complement(point.Intervals)) : null,
        "=" => OfPoints([bound]) is { } point ? point with { Name = name } : null,
        _ => null,
    };

    private static readonly Symbol Plus = new("inf");
    private static readonly Product Minus = new([new Literal(-1), Plus]);

    public static string Mirrored(string sign) => sign switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => sign };

    /// <summary>Joined by "or" a union, by "and" what is in all; by a comma the latter, unless that is nothing.</summary>
    private RealSet? OfListing(Listing listing)
    {
        var sets = listing.Items.Select(Of).ToList();
        if (sets.Exists(set => set is null) || sets.Select(set => set!.Name).Distinct().Count() != 1) return null;
        var name = sets[0]!.Name;
        if (listing.Connective != Connective.Or)
        {
            var common = sets.Skip(1).Aggregate((IReadOnlyList<Interval>?)sets[0]!.Intervals, (total, set) => total is null ? null : Intervals.Intersection(total, set!.Intervals));
            if (common is null || common.Count > 0 || listing.Connective == Connective.And) return common is null ? null : new RealSet(name, common);
        }
        var union = sets.Aggregate((List<Interval>?)[], (total, set) => total is null ? null : Intervals.Union(total, set!.Intervals));
        return union is null ? null : new RealSet(name, union);
    }
}
