using System.Globalization;
using Spectre.Console;

namespace ReasonOps.Cli.Evaluation;

/// <summary>The rows as a table for people.</summary>
internal static class EvaluationTable
{
    /// <summary>What its columns take; a pipe has no width, and narrower than this the table would be torn.</summary>
    private const int Width = 140;

    /// <summary>To standard output.</summary>
    public static void Write(IEnumerable<EvaluationRow> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = Width;
        console.Write(Of(rows));
    }

    private static Table Of(IEnumerable<EvaluationRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("tenant", "strategy");
        foreach (var name in new[] { "accuracy", "votes", "reasoning", "spent", "p50", "p95", "cost" })
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Tenant), Markup.Escape(row.Strategy), Text($"{row.Accuracy:P1}"),
                Text($"{row.VotesCast:F1} of {row.VotesAsked:F0}"),
                Text($"{row.ReasoningTokens:F0}"), Text($"{row.TokensSpent:F0}"),
                Text($"{row.LatencyP50Ms:F0} ms"), Text($"{row.LatencyP95Ms:F0} ms"),
                row.Cost is { } cost ? Text($"{cost:F4}") : "-");
        }
        return table;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
