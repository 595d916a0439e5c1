namespace ReasonOps.Verification.Numbers;

/// <summary>A plain decimal: a sign, digits, perhaps a point. Compared digit by digit, whatever its length: most answers are nothing else.</summary>
internal readonly ref struct Numeral
{
    private readonly bool _negative;
    private readonly ReadOnlySpan<char> _whole;
    private readonly ReadOnlySpan<char> _fraction;

    private Numeral(bool negative, ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction)
    {
        _whole = whole.TrimStart('0');
        _fraction = fraction.TrimEnd('0');
        _negative = negative && !(_whole.IsEmpty && _fraction.IsEmpty);
    }

    /// <summary>Whether two plain decimals are the same; null where one is none.</summary>
    public static bool? Same(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => TryRead(a, out var x) && TryRead(b, out var y) ? x.SameAs(y) : null;

    private static bool TryRead(ReadOnlySpan<char> text, out Numeral numeral)
    {
        numeral = default;
        var negative = text is ['-', ..];
        if (negative || text is ['+', ..]) text = text[1..];
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty && fraction.IsEmpty) return false;
        if (whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9')) return false;
        numeral = new Numeral(negative, whole, fraction);
        return true;
    }

    private bool SameAs(Numeral other) =>
        _negative == other._negative && _whole.SequenceEqual(other._whole) && _fraction.SequenceEqual(other._fraction);
}
