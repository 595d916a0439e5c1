using ReasonOps.Verification.Numbers;

namespace ReasonOps.Verification.Syntax;

/// <summary>What was written, as a tree. Sums and products hold any number of parts, so that a tree is only as deep as its brackets.</summary>
internal abstract record Node;

/// <param name="IsDecimal">Whether it is written with a point, and so perhaps rounded.</param>
internal sealed record Literal(BigRational Value, bool IsDecimal = false) : Node;

/// <summary>A variable or a constant; <c>pi</c>, <c>e</c>, <c>i</c> and <c>inf</c> are constants.</summary>
internal sealed record Symbol(string Name) : Node
{
    public bool IsConstant => Name is "pi" or "e" or "i" or "inf" or "∅" or "ℝ" or "ℤ" or "ℕ" or "ℚ" or "ℂ";
}

internal sealed record Sum(IReadOnlyList<Node> Terms) : Node;

internal sealed record Product(IReadOnlyList<Node> Factors) : Node;

/// <summary>Also a quotient (exponent -1) and a root (exponent 1/2).</summary>
internal sealed record Power(Node Base, Node Exponent) : Node;

/// <summary>A function, under its name; <c>percent</c>, <c>degree</c> and <c>ratio</c> too.</summary>
internal sealed record Call(string Name, IReadOnlyList<Node> Arguments) : Node;

/// <summary>In brackets: a tuple, an interval, a list. The brackets are <c>(</c>, <c>[</c> or <c>⟨</c>, and need not match.</summary>
internal sealed record Sequence(char Open, IReadOnlyList<Node> Items, char Close) : Node;

internal sealed record FiniteSet(IReadOnlyList<Node> Items) : Node;

/// <summary>Several answers without brackets: <c>1, 2</c>, <c>x = 1 or x = 2</c>.</summary>
internal sealed record Listing(Connective Connective, IReadOnlyList<Node> Items) : Node;

internal enum Connective
{
    Comma,
    And,
    Or,
}

/// <summary>Operands with a sign between each two: <c>1 &lt; x &lt;= 2</c>.</summary>
internal sealed record Relation(IReadOnlyList<Node> Operands, IReadOnlyList<string> Signs) : Node;

/// <summary>Sets joined by <c>∪</c>, <c>∩</c> or <c>∖</c>, from the left.</summary>
internal sealed record SetOperation(Node Left, string Sign, Node Right) : Node;

internal sealed record Matrix(IReadOnlyList<IReadOnlyList<Node>> Rows) : Node;

/// <param name="Units">What is written behind: <c>cm^2</c>, <c>apples</c>.</param>
internal sealed record Measure(Node Value, IReadOnlyList<UnitPower> Units) : Node;

internal sealed record UnitPower(string Name, int Power);
