using System.Globalization;
using Spectre.Console;

namespace ReasonOps.Cli.Evaluation;

/// <summary>Strategies side by side, for people.</summary>
internal static class StrategyTable
{
    /// <summary>What its columns take; a pipe has no width, and narrower than this the table would be torn.</summary>
    private const int Width = 160;

    /// <summary>To standard output.</summary>
    public static void Write(IReadOnlyList<StrategyRow> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = Width;
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("strategy", "by");
        foreach (var name in new[] { "votes", "accuracy", "gain", "tokens", "p50" }) table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        table.AddColumn("note");
        foreach (var row in rows)
        {
            table.AddRow(
                row.Strategy, row.By ?? "-", Text($"{row.Votes}"), Text($"{row.Accuracy:P1}"), row == rows[0] ? "-" : Text($"{row.Gain * 100:+0.0;-0.0;0.0}"),
                Text($"{row.TokensSpent:F0}"), Text($"{row.LatencyP50Ms:F0} ms"), Markup.Escape(row.Note ?? ""));
        }
        console.Write(table);
        console.WriteLine("Votes are chosen so that each strategy spends about what the first does, where its tenant's maximum allows it; what reward models read is not in the tokens.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
