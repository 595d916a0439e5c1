using System.Globalization;
using Spectre.Console;

namespace ReasonOps.Cli.Output;

/// <summary>What the tables of all commands have in common.</summary>
internal static class TableText
{
    /// <summary>Writes to standard output.</summary>
    /// <param name="width">What its columns take; a pipe has no width, and narrower than this the table would be torn.</param>
    public static void Write(Table table, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = width;
        console.Write(table);
    }

    /// <summary>Columns of numbers: to the right, and never broken.</summary>
    public static void AddFigures(this Table table, params IEnumerable<string> names)
    {
        foreach (var name in names) table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
    }

    /// <summary>The same everywhere, whatever the machine's language.</summary>
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
