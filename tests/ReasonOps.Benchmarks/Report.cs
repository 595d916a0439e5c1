using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace ReasonOps.Benchmarks;

/// <summary>Prints rows and keeps them in <c>artifacts/bench.json</c>, where a later run adds or replaces by id.</summary>
internal static class Report
{
    private static readonly string File = Path.Combine("artifacts", "bench.json");

    public static void Print(IEnumerable<Row> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("id").AddColumn(new TableColumn("value").RightAligned()).AddColumns("unit", "against", "note");
        foreach (var row in rows) table.AddRow(row.Id, row.Value.ToString("0.###", CultureInfo.InvariantCulture), row.Unit, Markup.Escape(row.Against), Markup.Escape(row.Note));
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
    }

    public static void Merge(IEnumerable<Row> rows)
    {
        var known = System.IO.File.Exists(File)
            ? JsonSerializer.Deserialize(System.IO.File.ReadAllText(File), RowsJson.Default.ListRow)!.ToDictionary(row => row.Id)
            : [];
        foreach (var row in rows) known[row.Id] = row;
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, JsonSerializer.Serialize([.. known.Values.OrderBy(row => row.Id, StringComparer.Ordinal)], RowsJson.Default.ListRow));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(List<Row>))]
internal sealed partial class RowsJson : JsonSerializerContext;
