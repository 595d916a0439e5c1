using System.Globalization;
using Spectre.Console;

namespace ReasonOps.Cli.Evaluation;

/// <summary>The rows as a table for people.</summary>
internal static class EvaluationTable
{
    /// <summary>Wide enough for every column where there is no terminal to fit.</summary>
    private const int PipedWidth = 120;

    public static void Print(IEnumerable<EvaluationRow> rows)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = PipedWidth;
        AnsiConsole.Write(Of(rows));
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
                Markup.Escape(row.Tenant), row.Strategy, Text($"{row.Accuracy:P1}"), Text($"{row.VotesCast:F1} of {row.VotesAsked:F0}"), Text($"{row.ReasoningTokens:F0}"),
                Text($"{row.TokensSpent:F0}"), Text($"{row.LatencyP50Ms:F0} ms"), Text($"{row.LatencyP95Ms:F0} ms"), row.Cost is { } cost ? Text($"{cost:F4}") : "-");
        }
        return table;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
