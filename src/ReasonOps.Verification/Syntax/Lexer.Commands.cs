using System.Buffers;

namespace ReasonOps.Verification.Syntax;

internal sealed partial class Lexer
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private void ReadCommand()
    {
        var name = Rest[1..];
        var end = name.IndexOfAnyExcept(Letters);
        name = end < 0 ? name : name[..end];
        if (name.IsEmpty) ReadEscape(Peek(1));
        else ReadNamed(name.ToString(), name.Length + 1);
    }

    private void ReadEscape(char escaped)
    {
        if (escaped is '{' or '}') AddBracketed("\\" + escaped, 2);
        else if (escaped == '\\') Add(TokenKind.Sign, "\\\\", 2);
        else if (escaped == '%') Add(TokenKind.Sign, "%", 2);
        else if (escaped == '$') Add(TokenKind.Currency, "dollar", 2);
        else if (escaped == '|') Add(TokenKind.Other, "\\|", 2);
        else Skip(escaped == '\0' ? 1 : 2); // \, \; \! \( \[ and the like
    }

    private void ReadNamed(string name, int length)
    {
        if (Names.TextCommands.Contains(name)) EnterText(length);
        else if (name is "mathbb" or "mathcal") ReadBlackboard(length);
        else if (name is "begin" or "end") ReadEnvironment(name, length);
        else if (name is "langle" or "lbrace") AddBracketed(Names.Signs[name], length);
        else if (name is "rangle" or "rbrace") AddBracketed(Names.Signs[name], length);
        else if (Names.Dressing.Contains(name)) Dress(length);
        else if (Names.Signs.TryGetValue(name, out var sign)) Add(TokenKind.Sign, sign, length);
        else if (name.Length > 1 && Names.Symbols.TryGetValue(name, out var symbol)) Add(TokenKind.Symbol, symbol, length);
        else if (Names.Commands.TryGetValue(name, out var command)) Add(TokenKind.Command, command, length);
        else if (Glued(name) is { } first) ReadNamed(first, first.Length + 1);
        else Add(TokenKind.Other, "\\" + name, length);
    }

    /// <summary><c>\quadx</c>: a command and a symbol that lost the space between.</summary>
    private static string? Glued(string name)
    {
        foreach (var command in (ReadOnlySpan<string>)["qquad", "quad", "cdot", "times", "pi"])
        {
            if (name.Length > command.Length && name.StartsWith(command, StringComparison.Ordinal)) return command;
        }
        return null;
    }

    /// <summary><c>\right.</c> stands for no bracket at all.</summary>
    private void Dress(int length) => Skip(Peek(length) == '.' && _text.AsSpan(_at, length) is "\\right" or "\\left" ? length + 1 : length);

    private void EnterText(int length)
    {
        Skip(length);
        while (char.IsWhiteSpace(Peek(0))) _at++;
        if (Peek(0) != '{') return;
        _textDepth++;
        Skip(1);
    }

    private void ReadBlackboard(int length)
    {
        var letter = Rest[length..] is ['{', var braced, '}', ..] ? braced : Peek(length);
        var symbol = letter switch { 'R' => "ℝ", 'Z' => "ℤ", 'N' => "ℕ", 'Q' => "ℚ", 'C' => "ℂ", _ => null };
        if (symbol is null) Add(TokenKind.Other, "\\mathbb", length);
        else Add(TokenKind.Symbol, symbol, Peek(length) == '{' ? length + 3 : length + 1);
    }

    private void ReadEnvironment(string name, int length)
    {
        const int Longest = 24;
        var rest = Rest[length..];
        var end = rest.IndexOf('}');
        if (rest is not ['{', ..] || end is < 0 or > Longest) Add(TokenKind.Other, name, length);
        else Add(name == "begin" ? TokenKind.Begin : TokenKind.EndOf, rest[1..end].TrimEnd('*').ToString(), length + end + 1);
    }
}
