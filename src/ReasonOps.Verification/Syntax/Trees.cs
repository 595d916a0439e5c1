namespace ReasonOps.Verification.Syntax;

/// <summary>Questions about trees.</summary>
internal static class Trees
{
    public static bool HasVariables(Node node) => Any(node, part => part is Symbol { IsConstant: false } || (part is Call call && IsNamedFunction(call)));

    /// <summary>A function that somebody named, as f(x): nothing is known of it.</summary>
    public static bool IsNamedFunction(Call call) => call.Name is ['f' or 'g' or 'h' or 'F' or 'G' or 'P' or 'Q' or 'p' or 'q'] or [_, '_' or '\'' or '^', ..];

    /// <summary>Whether a number in it is written with a point, and so perhaps rounded.</summary>
    public static bool HasDecimals(Node node) => Any(node, part => part is Literal { IsDecimal: true });

    public static bool HasPlainLogarithm(Node node) => Any(node, part => part is Call { Name: "log", Arguments.Count: 1 });

    public static bool Any(Node node, Func<Node, bool> holds) => holds(node) || Parts(node).Any(part => Any(part, holds));

    private static IEnumerable<Node> Parts(Node node) => node switch
    {
        Sum sum => sum.Terms,
        Product product => product.Factors,
        Power power => [power.Base, power.Exponent],
        Call call => call.Arguments,
        Sequence sequence => sequence.Items,
        FiniteSet set => set.Items,
        Listing listing => listing.Items,
        Relation relation => relation.Operands,
        SetOperation sets => [sets.Left, sets.Right],
        Matrix matrix => matrix.Rows.SelectMany(row => row),
        Measure measure => [measure.Value],
        _ => [],
    };
}
