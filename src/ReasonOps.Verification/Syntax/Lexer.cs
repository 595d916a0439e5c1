using ReasonOps.Verification.Equivalence;

namespace ReasonOps.Verification.Syntax;

/// <summary>LaTeX and plain text as one stream of tokens. Total: what it does not know becomes a token that says so.</summary>
internal sealed partial class Lexer
{
    private readonly string _text;
    private readonly Work _work;
    private readonly bool _joinsThousands;
    private readonly List<Token> _tokens = [];
    private readonly Stack<bool> _brackets = new(); // whether a comma in it separates
    private readonly bool _dollarIsMoney;
    private int _at;
    private int _textDepth; // of braces in \text{}, 0 outside
    private bool _spaced;

    private Lexer(string text, bool joinsThousands, Work work)
    {
        (_text, _joinsThousands, _work) = (text, joinsThousands, work);
        _dollarIsMoney = text.AsSpan().Count('$') % 2 == 1 || text.Contains("\\$", StringComparison.Ordinal);
    }

    /// <param name="joinsThousands">Whether <c>1,234</c> outside of brackets is one number; else it is two.</param>
    public static List<Token> Read(string text, bool joinsThousands, Work work)
    {
        text = Narrow(text);
        // Written twice: \\frac for \frac, as in a string of a program. A line break of a matrix is that too.
        if (text.Contains("\\\\", StringComparison.Ordinal) && !text.Contains("\\begin", StringComparison.Ordinal)) text = text.Replace("\\\\", "\\", StringComparison.Ordinal);
        var lexer = new Lexer(text, joinsThousands, work);
        while (lexer._at < text.Length && work.Spend(1)) lexer.ReadOne();
        lexer._tokens.Add(new Token(TokenKind.End, ""));
        return lexer._tokens;
    }

    /// <summary>With ASCII for its full-width forms, as they are typed in East Asia.</summary>
    private static string Narrow(string text) => text.AsSpan().ContainsAnyInRange('\uFF01', '\uFF5E')
        ? string.Create(text.Length, text, (narrow, wide) =>
        {
            for (var i = 0; i < wide.Length; i++) narrow[i] = wide[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(wide[i] - 0xFEE0) : wide[i];
        })
        : text;

    private void ReadOne()
    {
        var c = _text[_at];
        if (char.IsWhiteSpace(c) || c is '\u200b' or '\u2061' or '~' or '\ufeff') Skip(1);
        else if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1)))) ReadNumber();
        else if (c == '\\') ReadCommand();
        else if (char.IsAsciiLetter(c)) ReadLetters();
        else ReadSign(c);
    }

    private char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private ReadOnlySpan<char> Rest => _text.AsSpan(_at);

    private void Skip(int length) => (_at, _spaced) = (_at + length, true);

    private void Add(TokenKind kind, string text, int length)
    {
        _tokens.Add(new Token(kind, text, _spaced, _textDepth > 0));
        (_at, _spaced) = (_at + length, false);
    }

    private void ReadLetters()
    {
        var end = Rest.IndexOfAnyExcept(Letters) is >= 0 and var length ? length : Rest.Length;
        AddWord(Rest[..end].ToString(), end);
    }

    private void AddWord(string word, int length)
    {
        if (word is "and" or "or" or "AND" or "OR") Add(TokenKind.Sign, word.ToLowerInvariant(), length);
        else if (Names.Commands.TryGetValue(word, out var command) && !IsUnit(word, length)) Add(TokenKind.Command, command, length);
        else if (word.Length > 1 && Names.Symbols.TryGetValue(word, out var symbol)) Add(TokenKind.Symbol, symbol, length);
        else if (word is "Infinity") Add(TokenKind.Symbol, "inf", length);
        else if (word.Length == 1) Add(_textDepth > 0 ? TokenKind.Word : TokenKind.Symbol, word, length);
        else if (_textDepth == 0 && FunctionAtStart(word) is { } function) Add(TokenKind.Command, Names.Commands[function], function.Length);
        else Add(TokenKind.Word, word, length);
    }

    /// <summary>5 min, 90 sec: no functions, for nothing follows that they could be of.</summary>
    private bool IsUnit(string word, int length) =>
        word is "min" or "sec" && _tokens.Count > 0 && _tokens[^1].Kind == TokenKind.Number && Peek(length) != '(' && !(Peek(length) == ' ' && char.IsLetter(Peek(length + 1)));

    /// <summary><c>sinx</c>: a function and a symbol without space between.</summary>
    private static string? FunctionAtStart(string word) => word.Length is > 2 and < 6 && Names.Commands.ContainsKey(word[..^1]) ? word[..^1] : null;

    private void ReadSign(char c)
    {
        var pair = Peek(1);
        var two = (c, pair) switch
        {
            ('<', '=') or ('=', '<') => "<=",
            ('>', '=') => ">=",
            ('!', '=') when Peek(2) != '=' => "!=",
            ('=', '=') => "=",
            (':', '=') => "=",
            ('+', '-') or ('+', '/') => "+-",
            ('*', '*') => "^",
            ('|', '|') => "||",
            _ => null,
        };
        if (two == "+-" && pair == '/') Add(TokenKind.Sign, two, Peek(2) == '-' ? 3 : 1);
        else if (two == "+-") Add(TokenKind.Sign, "+", 1); // "1 + -2" without its space
        else if (two is not null) Add(TokenKind.Sign, two, 2);
        else ReadOneSign(c);
    }

    private void ReadOneSign(char c)
    {
        if (c == '$') ReadDollar();
        else if (c is '{' or '}' && _textDepth > 0) LeaveText(c);
        else if ("+-*/^_()[]{}|,;:=<>!%'&".Contains(c)) AddBracketed(c.ToString(), 1);
        else if (Superscript(c) is { } power) AddPower(power);
        else if (Fraction(c) is { } fraction) AddFraction(fraction);
        else if (c == '°' || c == 'º') Add(TokenKind.Sign, "°", 1);
        else if (c is '‘' or '’' or '"' or '“' or '”' or '.' && (_at == _text.Length - 1)) Skip(1);
        else if (Names.Signs.TryGetValue(c.ToString(), out var sign)) Add(TokenKind.Sign, sign, 1);
        else if (Names.Symbols.TryGetValue(c.ToString(), out var symbol)) Add(TokenKind.Symbol, symbol, 1);
        else if (Names.Commands.TryGetValue(c.ToString(), out var command)) Add(TokenKind.Command, command, 1);
        else if (Names.Currencies.TryGetValue(c.ToString(), out var currency)) Add(TokenKind.Currency, currency, 1);
        else Add(TokenKind.Other, c.ToString(), 1);
    }

    private void AddBracketed(string sign, int length)
    {
        if (sign is "(" or "[" or "\\{" or "⟨") _brackets.Push(true);
        else if (sign == "{") _brackets.Push(!IsArgument());
        else if (sign is ")" or "]" or "}" or "\\}" or "⟩") _brackets.TryPop(out _);
        Add(TokenKind.Sign, sign, length);
    }

    /// <summary>A brace after a command, a script or another argument groups; any other is that of a set.</summary>
    private bool IsArgument() => _tokens.Count > 0 && (_tokens[^1].Kind is TokenKind.Command || _tokens[^1].Is("^") || _tokens[^1].Is("_") || _tokens[^1].Is("}") || _tokens[^1].Is("]"));

    private void LeaveText(char brace)
    {
        _textDepth += brace == '{' ? 1 : -1;
        Skip(1);
    }

    /// <summary>An odd dollar, or one with a backslash, is a price; a pair of them holds a formula.</summary>
    private void ReadDollar()
    {
        if (_dollarIsMoney && char.IsAsciiDigit(Peek(1)) && _text.AsSpan().Count('$') % 2 == 1) Add(TokenKind.Currency, "dollar", 1);
        else Skip(1);
    }

    private void AddPower(string digits)
    {
        Add(TokenKind.Sign, "^", 0);
        var length = 1;
        while (Superscript(Peek(length)) is { } more && length < 8) (digits, length) = (digits + more, length + 1);
        AddNumber(digits, length);
    }

    private void AddFraction((int Over, int Under) fraction)
    {
        Add(TokenKind.Command, "frac", 0);
        AddNumber(fraction.Over.ToString(System.Globalization.CultureInfo.InvariantCulture), 0);
        AddNumber(fraction.Under.ToString(System.Globalization.CultureInfo.InvariantCulture), 1);
    }

    private static string? Superscript(char c) => "⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c, StringComparison.Ordinal) is >= 0 and var digit ? ((char)('0' + digit)).ToString() : null;

    private static (int Over, int Under)? Fraction(char c) => c switch
    {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅛' => (1, 8),
        _ => null,
    };
}
