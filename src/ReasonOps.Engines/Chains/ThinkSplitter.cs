namespace ReasonOps.Engines.Chains;

/// <summary>
/// Takes <c>&lt;think&gt;...&lt;/think&gt;</c> at the start of a text apart from what follows, whichever way the text is cut into
/// pieces. A line feed after the opening tag and those after the closing one belong to neither part.
/// </summary>
/// <remarks>A text that opens with anything but the tag is an answer: a model whose prompt opens the thinking needs an engine with a reasoning parser.</remarks>
internal sealed class ThinkSplitter(ThinkSplitter.Place place)
{
    public const string Open = "<think>";
    public const string Close = "</think>";

    /// <summary>White space that may stand before the opening tag.</summary>
    private const int MaxBefore = 256;

    private string _held = "";

    public enum Place { Start, Opened, Thinking, Closed, Answer }

    public (string Thought, string Said) Feed(string piece)
    {
        var text = _held + piece;
        _held = "";
        if (place == Place.Start) text = Start(text);
        if (place == Place.Opened && text.Length > 0) (text, place) = (text[0] == '\n' ? text[1..] : text, Place.Thinking);
        var thought = place == Place.Thinking ? Think(ref text) : "";
        if (place == Place.Closed) text = text.TrimStart('\n');
        if (place == Place.Closed && text.Length > 0) place = Place.Answer;
        return (thought, place == Place.Answer ? text : "");
    }

    /// <summary>What was held back because it could have become a tag, once nothing more comes.</summary>
    public (string Thought, string Said) Flush()
    {
        var rest = _held;
        _held = "";
        return place == Place.Thinking ? (rest, "") : ("", rest);
    }

    /// <summary>The engine separates thinking itself: content is all answer.</summary>
    public void Stop() => place = Place.Answer;

    private string Start(string text)
    {
        var visible = text.TrimStart();
        if (visible.StartsWith(Open, StringComparison.Ordinal))
        {
            place = Place.Opened;
            return visible[Open.Length..];
        }
        if (text.Length <= MaxBefore && Open.StartsWith(visible, StringComparison.Ordinal))
        {
            _held = text;
            return "";
        }
        place = Place.Answer;
        return text;
    }

    /// <summary>Takes the thinking off <paramref name="text"/> and leaves what follows its closing tag.</summary>
    private string Think(ref string text)
    {
        var end = text.IndexOf(Close, StringComparison.Ordinal);
        if (end < 0)
        {
            var sure = text.Length - CloseBegun(text);
            (var thought, _held, text) = (text[..sure], text[sure..], "");
            return thought;
        }
        place = Place.Closed;
        (var whole, text) = (text[..end], text[(end + Close.Length)..]);
        return whole;
    }

    /// <summary>How many characters at the end of the text may be the start of the closing tag.</summary>
    private static int CloseBegun(string text)
    {
        for (var length = Math.Min(Close.Length - 1, text.Length); length > 0; length--)
            if (text.EndsWith(Close[..length], StringComparison.Ordinal)) return length;
        return 0;
    }
}
