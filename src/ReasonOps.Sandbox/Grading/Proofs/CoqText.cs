namespace ReasonOps.Sandbox.Grading.Proofs;

/// <summary>Coq's source as sentences: comments gone, strings kept, each ending before its full stop.</summary>
internal static class CoqText
{
    /// <summary>Null where a comment or a string does not end.</summary>
    public static IReadOnlyList<string>? Sentences(string text)
    {
        var sentences = new List<string>();
        var sentence = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (Starts(text, i, "(*"))
            {
                if ((i = AfterComment(text, i)) < 0) return null;
                sentence.Append(' ');
            }
            else if (text[i] == '"')
            {
                var end = AfterString(text, i);
                if (end < 0) return null;
                sentence.Append(text, i, end - i);
                i = end;
            }
            else if (EndsSentence(text, i))
            {
                sentences.Add(sentence.ToString().Trim());
                sentence.Clear();
                i++;
            }
            else
            {
                sentence.Append(text[i++]);
            }
        }
        if (sentence.ToString().Trim() is { Length: > 0 } rest) sentences.Add(rest);
        return sentences;
    }

    /// <summary>The words of a sentence outside of its strings: <c>Nat.add</c> is two, <c>x'</c> is one.</summary>
    public static IEnumerable<string> Words(string sentence)
    {
        for (var i = 0; i < sentence.Length;)
        {
            if (sentence[i] == '"')
            {
                i = AfterString(sentence, i) is var end && end < 0 ? sentence.Length : end;
                continue;
            }
            var start = i;
            while (i < sentence.Length && (char.IsLetterOrDigit(sentence[i]) || sentence[i] is '_' or '\'')) i++;
            if (i > start) yield return sentence[start..i];
            else i++;
        }
    }

    // "..." ends one too; the dots of "x.y" and "1.5" do not.
    private static bool EndsSentence(string text, int i) =>
        text[i] == '.' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]) || Starts(text, i + 1, "(*")) && (i == 0 || text[i - 1] != '.' || Starts(text, i - 2, "..."));

    /// <summary>Comments nest, and strings in them hide their ends.</summary>
    private static int AfterComment(string text, int i)
    {
        for (var depth = 0; i >= 0 && i < text.Length;)
        {
            if (Starts(text, i, "(*")) (depth, i) = (depth + 1, i + 2);
            else if (Starts(text, i, "*)")) (depth, i) = (depth - 1, i + 2);
            else i = text[i] == '"' ? AfterString(text, i) : i + 1;
            if (depth == 0) return i;
        }
        return -1;
    }

    /// <summary>A quote within is written twice, which reads as two strings side by side.</summary>
    private static int AfterString(string text, int i) => text.IndexOf('"', i + 1) is var end && end < 0 ? -1 : end + 1;

    private static bool Starts(string text, int i, string what) => i >= 0 && string.CompareOrdinal(text, i, what, 0, what.Length) == 0;
}
