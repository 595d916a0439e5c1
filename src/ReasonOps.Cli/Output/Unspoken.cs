using System.Text.RegularExpressions;

namespace ReasonOps.Cli.Output;

/// <summary>What is repeated of a command line that was not understood: a secret stands in it where its option is misspelt.</summary>
internal static partial class Unspoken
{
    public static string Secrets(string message) => Pair().Replace(message, "'$1=...'");

    [GeneratedRegex("'([^'=]*)=[^']*'")]
    private static partial Regex Pair();
}
