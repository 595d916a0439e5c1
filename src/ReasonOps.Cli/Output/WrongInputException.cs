namespace ReasonOps.Cli.Output;

/// <summary>What the user gave cannot be used; every line names a place, a value and the way out.</summary>
public sealed class WrongInputException(params IReadOnlyList<string> lines) : Exception(string.Join('\n', lines))
{
    public IReadOnlyList<string> Lines => lines;
}
