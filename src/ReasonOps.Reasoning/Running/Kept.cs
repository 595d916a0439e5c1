namespace ReasonOps.Reasoning.Running;

/// <summary>As much of a report as a budget, or a step, holds.</summary>
/// <param name="Cut">There was more.</param>
/// <param name="Step">It ends with the step.</param>
internal readonly record struct Kept(string Text, int Tokens, bool Cut, bool Step = false)
{
    /// <summary>Text that crosses the line is split in proportion: where in it the tokens lie is not known.</summary>
    public static Kept Of(string text, int tokens, int room)
    {
        if (tokens <= room) return new Kept(text, Math.Max(0, tokens), Cut: false);
        var length = (int)((long)text.Length * room / tokens);
        if (length > 0 && char.IsHighSurrogate(text[length - 1])) length--;
        return new Kept(text[..length], room, Cut: true);
    }

    public Kept ToStep(int length) => length == Text.Length
        ? this with { Step = true }
        : new Kept(Text[..length], (int)Math.Ceiling((double)Tokens * length / Text.Length), Cut: true, Step: true);
}
