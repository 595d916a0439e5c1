using ReasonOps.Cli.Output;
using Spectre.Console;
using static ReasonOps.Cli.Output.TableText;

namespace ReasonOps.Cli.Evaluation;

/// <summary>The rows as a table for people.</summary>
internal static class EvaluationTable
{
    private const int Width = 140;

    /// <summary>To standard output.</summary>
    public static void Write(IEnumerable<EvaluationRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("tenant", "strategy");
        table.AddFigures("accuracy", "votes", "reasoning", "spent", "p50", "p95", "cost");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Tenant), Markup.Escape(row.Strategy), Of($"{row.Accuracy:P1}"),
                Of($"{row.VotesCast:F1} of {row.VotesAsked:F0}"),
                Of($"{row.ReasoningTokens:F0}"), Of($"{row.TokensSpent:F0}"),
                Of($"{row.LatencyP50Ms:F0} ms"), Of($"{row.LatencyP95Ms:F0} ms"),
                row.Cost is { } cost ? Of($"{cost:F4}") : "-");
        }
        TableText.Write(table, Width);
    }
}
