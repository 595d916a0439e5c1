using ReasonOps.Verification.Numbers;

namespace ReasonOps.Verification.Syntax;

internal enum TokenKind
{
    End,

    /// <summary>Text holds the digits, where they are nothing but digits.</summary>
    Number,

    /// <summary>A name of one symbol: <c>x</c>, <c>pi</c>, <c>ℝ</c>.</summary>
    Symbol,

    /// <summary>Letters that are a word, a unit, or symbols without space between; the parser knows.</summary>
    Word,

    /// <summary>A function or a command with arguments: <c>sin</c>, <c>frac</c>, <c>sqrt</c>.</summary>
    Command,

    /// <summary>An operator, a bracket, a separator, under one name however it was written: <c>&lt;=</c>, <c>\{</c>, <c>or</c>.</summary>
    Sign,

    /// <summary>A currency's name.</summary>
    Currency,

    Begin,
    EndOf,

    /// <summary>What this grammar does not know; nothing that holds it is parsed.</summary>
    Other,
}

/// <param name="Spaced">Whether white space stands before.</param>
/// <param name="InText">Whether it stands in <c>\text{}</c>, where letters are words.</param>
internal readonly record struct Token(TokenKind Kind, string Text, bool Spaced = false, bool InText = false)
{
    public BigRational Value { get; init; }

    /// <summary>Whether a number is written with a point.</summary>
    public bool IsDecimal { get; init; }

    public bool Is(string sign) => Kind == TokenKind.Sign && string.Equals(Text, sign, StringComparison.Ordinal);
}
