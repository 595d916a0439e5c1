using ReasonOps.Verification.Syntax;

namespace ReasonOps.Verification.Equivalence;

/// <summary>Different ways to write one thing, made one.</summary>
internal static class Meaning
{
    public static Node Of(Node node) => node switch
    {
        Symbol { Name: "∅" } => new FiniteSet([]),
        Sequence { Open: '[', Close: ']', Items: [Sequence { Open: '[' }, ..] } rows when IsMatrix(rows) => new Matrix([.. rows.Items.Select(row => ((Sequence)row).Items)]),
        Relation { Operands: [Sequence names, Sequence values], Signs: ["="] } when names.Items.Count == values.Items.Count && names.Items.All(IsName) => Pairs(names, values),
        Relation { Signs: var signs, Operands: var operands } when signs.All(sign => sign == "=") && !operands.Any(Trees.HasVariables) => operands[^1],
        Listing { Items: [Relation { Operands: [Symbol { IsConstant: false } name, _], Signs: ["!="] }, ..] } listing => OthersExcluded(listing, name),
        Product { Factors: [Call { Name: "degree", Arguments: [var value] }, Symbol { Name: "C" or "F" } scale] } => Temperature(value, scale.Name),
        Measure { Value: Call { Name: "degree", Arguments: [var value] }, Units: [{ Name: "C" or "F", Power: 1 } scale] } => Temperature(value, scale.Name),
        Measure { Units: [{ Name: "degree" or "degrees" or "deg", Power: 1 }], Value: var value } => new Call("degree", [value]),
        Measure { Units: [{ Name: "percent" or "pct" or "percentage", Power: 1 }], Value: var value } => new Call("percent", [value]),
        Measure { Units: [{ Name: "radian" or "radians" or "rad", Power: 1 }], Value: var value } => value,
        Product { Factors: [Literal { Value: var minus }, Call { Name: "degree" or "percent" } call] } when minus == -1 => call with { Arguments = [new Product([new Literal(-1), call.Arguments[0]])] },
        _ => node,
    };

    /// <summary>x = 3, 3 = x, f(x) = 2x, x = 1 + 2 = 3, x in S, x = 1 or x = 2; null where a tree is none of these.</summary>
    public static (string Name, Node Value)? Named(Node node) => node switch
    {
        Relation { Operands: [var name, var set], Signs: ["in"] } when IsName(name) => (NameOf(name), set),
        Relation relation when relation.Signs.All(sign => sign == "=") => NamedBy(relation),
        Listing listing => NamedListing(listing),
        _ => null,
    };

    private static (string, Node)? NamedBy(Relation relation)
    {
        var (first, last) = (relation.Operands[0], relation.Operands[^1]);
        if (IsName(first) && !Uses(last, first)) return (NameOf(first), last);
        return IsName(last) && relation.Operands.Count == 2 && !Trees.HasVariables(first) ? (NameOf(last), first) : null;
    }

    /// <summary>x = 1 or x = 2; also x = 1, 2.</summary>
    private static (string, Node)? NamedListing(Listing listing)
    {
        if (Named(listing.Items[0]) is not { } first) return null;
        var values = new List<Node> { first.Value };
        foreach (var item in listing.Items.Skip(1))
        {
            var named = Named(item);
            if (named is null ? item is Relation : named.Value.Name != first.Name) return null;
            values.Add(named?.Value ?? item);
        }
        return (first.Name, listing with { Items = values });
    }

    public static bool IsName(Node node) => node switch
    {
        Symbol { IsConstant: false } => true,
        Call { Name: "abs", Arguments: [var line] } => IsFigure(line),
        Call call => Trees.IsNamedFunction(call) && call.Arguments.All(argument => argument is Symbol or Literal),
        _ => IsFigure(node),
    };

    /// <summary>Points, lines and ratios of them: A, AB, NO/BO.</summary>
    private static bool IsFigure(Node node) => node switch
    {
        Symbol { Name: [>= 'A' and <= 'Z'] } => true,
        Product product => product.Factors.All(IsFigure),
        Power { Base: var line, Exponent: Literal { Value: var exponent } } => exponent == -1 && IsFigure(line),
        _ => false,
    };

    public static string NameOf(Node node) => node switch
    {
        Symbol symbol => symbol.Name,
        Call call => $"{call.Name}({string.Join(',', call.Arguments)})",
        Product product => string.Concat(product.Factors.Select(NameOf)),
        Power power => $"/({NameOf(power.Base)})",
        _ => "",
    };

    private static bool Uses(Node value, Node name) => name is Symbol symbol && Trees.Any(value, part => part is Symbol other && other.Name == symbol.Name);

    private static bool IsMatrix(Sequence rows) => rows.Items.All(row => row is Sequence { Open: '[', Close: ']' } sequence && sequence.Items.Count == ((Sequence)rows.Items[0]).Items.Count);

    private static Measure Temperature(Node value, string scale) => new(value, [new UnitPower(scale == "C" ? "celsius" : "fahrenheit", 1)]);

    /// <summary>x ≠ 1, 2 excludes both.</summary>
    private static Listing OthersExcluded(Listing listing, Symbol name) =>
        listing with { Items = [.. listing.Items.Select(item => item is Relation ? item : new Relation([name, item], ["!="]))] };

    private static Listing Pairs(Sequence names, Sequence values) =>
        new(Connective.And, [.. names.Items.Zip(values.Items, (name, value) => new Relation([name, value], ["="]))]);
}
