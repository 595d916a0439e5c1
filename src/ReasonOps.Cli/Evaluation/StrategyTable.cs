using ReasonOps.Cli.Output;
using Spectre.Console;
using static ReasonOps.Cli.Output.TableText;

namespace ReasonOps.Cli.Evaluation;

/// <summary>Strategies side by side, for people.</summary>
internal static class StrategyTable
{
    private const int Width = 160;

    /// <summary>To standard output.</summary>
    public static void Write(IReadOnlyList<StrategyRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("strategy", "by");
        table.AddFigures("votes", "accuracy", "gain", "tokens", "p50");
        table.AddColumn("note");
        foreach (var row in rows)
        {
            table.AddRow(
                row.Strategy, row.By ?? "-", Of($"{row.Votes}"), Of($"{row.Accuracy:P1}"), row == rows[0] ? "-" : Of($"{row.Gain * 100:+0.0;-0.0;0.0}"),
                Of($"{row.TokensSpent:F0}"), Of($"{row.LatencyP50Ms:F0} ms"), Markup.Escape(row.Note ?? ""));
        }
        TableText.Write(table, Width);
        Console.WriteLine("Votes are chosen so that each strategy spends about what the first does, where its tenant's maximum allows it; what reward models read is not in the tokens.");
    }
}
