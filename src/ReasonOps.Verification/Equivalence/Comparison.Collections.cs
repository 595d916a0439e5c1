using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Equivalence;

internal sealed partial class Comparison
{
    private static bool IsCollection(Node node) => node is Sequence or FiniteSet or Listing or Matrix;

    /// <summary>
    /// Tuples and vectors keep their order and their brackets, sets have neither, lists without brackets take those of the other side. One
    /// thing is a list or a set of one.
    /// </summary>
    private Agreement MatchCollections(Node a, Node b) => (a, b) switch
    {
        (Matrix x, Matrix y) => MatchMatrices(x, y),
        (Matrix x, Sequence y) => MatchVector(x, y),
        (Sequence x, Matrix y) => MatchVector(y, x),
        (Sequence x, Sequence y) => SameBrackets(x, y) ? InOrder(x.Items, y.Items) : Agreement.Different,
        (FiniteSet x, FiniteSet y) => AsSets(x.Items, y.Items),
        (Listing x, FiniteSet y) => AsSets(x.Items, y.Items),
        (FiniteSet x, Listing y) => AsSets(x.Items, y.Items),
        (Listing x, Listing y) => MatchListings(x.Items, y.Items),
        (Listing x, Sequence y) => IsTuple(y) ? InOrder(x.Items, y.Items) : Agreement.Different,
        (Sequence x, Listing y) => IsTuple(x) ? InOrder(x.Items, y.Items) : Agreement.Different,
        (FiniteSet { Items: [var only] }, _) when !IsCollection(b) => Match(only, b),
        (_, FiniteSet { Items: [var only] }) when !IsCollection(a) => Match(a, only),
        _ => Agreement.Different,
    };

    private static bool SameBrackets(Sequence a, Sequence b) => (Round(a.Open), Round(a.Close)) == (Round(b.Open), Round(b.Close));

    private static bool IsTuple(Sequence sequence) => (sequence.Open, sequence.Close) is ('(', ')') or ('[', ']') or ('⟨', '⟩');

    /// <summary>Pointed brackets are a vector's, as round ones are.</summary>
    private static char Round(char bracket) => bracket switch { '⟨' => '(', '⟩' => ')', _ => bracket };

    private Agreement MatchMatrices(Matrix a, Matrix b) => a.Rows.Count == b.Rows.Count && a.Rows[0].Count == b.Rows[0].Count
        ? InOrder([.. a.Rows.SelectMany(row => row)], [.. b.Rows.SelectMany(row => row)])
        : Agreement.Different;

    private Agreement MatchVector(Matrix vector, Sequence sequence)
    {
        if (!IsTuple(sequence) || (vector.Rows.Count > 1 && vector.Rows[0].Count > 1)) return Agreement.Different;
        return InOrder([.. vector.Rows.SelectMany(row => row)], sequence.Items);
    }

    private Agreement InOrder(IReadOnlyList<Node> a, IReadOnlyList<Node> b) => a.Count == b.Count ? All(a.Zip(b, Match)) : Agreement.Different;

    private Agreement AsSets(IReadOnlyList<Node> a, IReadOnlyList<Node> b) =>
        All([.. a.Select(item => IsIn(item, b)), .. b.Select(item => IsIn(item, a))]);

    private Agreement IsIn(Node item, IReadOnlyList<Node> items)
    {
        var found = Agreement.Different;
        foreach (var other in items)
        {
            var agreement = Match(item, other);
            if (agreement == Agreement.Equal) return agreement;
            if (agreement == Agreement.Undecided) found = agreement;
        }
        return found;
    }

    /// <summary>In any order, each with one of the other; in order where that is asked for, or where only names tell what is what.</summary>
    private Agreement MatchListings(IReadOnlyList<Node> a, IReadOnlyList<Node> b)
    {
        if (a.Count != b.Count) return Agreement.Different;
        if (_options.ListsAreOrdered || HasNames(a) != HasNames(b)) return InOrder(a, b);
        var (left, found) = (b.ToList(), Agreement.Equal);
        foreach (var item in a)
        {
            var at = left.FindIndex(other => Match(item, other) == Agreement.Equal);
            if (at >= 0) left.RemoveAt(at);
            else if (!_work.IsSpent) return Agreement.Different;
            else found = Agreement.Undecided;
        }
        return found;
    }

    private static bool HasNames(IReadOnlyList<Node> items) => items.Any(item => Meaning.Named(item) is not null);
}
