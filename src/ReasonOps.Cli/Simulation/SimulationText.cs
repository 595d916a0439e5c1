using ReasonOps.Cli.Output;
using Spectre.Console;
using static ReasonOps.Cli.Output.TableText;

namespace ReasonOps.Cli.Simulation;

/// <summary>What <c>simulate</c> found, for people.</summary>
internal static class SimulationText
{
    private const int Width = 140;

    public static void Write(IReadOnlyList<SimulationRow> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("policy").NoWrap());
        table.AddFigures("as promised", "GPU-hours", "first token p99", "late", "slow", "overdue", "gone", "unfit", "preempted", "turns", "most replicas");
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Policy), Of($"{100 * row.Attainment:0.00} %"), Of($"{row.GpuHours:0.0}"), Of($"{row.FirstTokenP99Seconds:0.0#} s"), Of($"{row.Late:N0}"),
                Of($"{row.Slow:N0}"), Of($"{row.Overdue:N0}"), Of($"{row.Gone:N0}"), Of($"{row.Unfit:N0}"), Of($"{row.Preemptions:N0}"), Of($"{row.Turns}"), Of($"{row.MostReplicas}"));
        }
        TableText.Write(table, Width);
    }
}
