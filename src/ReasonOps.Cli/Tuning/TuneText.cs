using ReasonOps.Cli.Output;
using ReasonOps.Tuning.Choosing;
using Spectre.Console;
using static ReasonOps.Cli.Output.TableText;

namespace ReasonOps.Cli.Tuning;

/// <summary>What <c>tune</c> found, for people: what is worth its tokens beside plain majority votes, what to take, and the YAML of it.</summary>
internal static class TuneText
{
    private const int Width = 140;

    /// <summary>Below this a question more or less shows.</summary>
    private const int FewQuestions = 50;

    /// <summary>To standard output.</summary>
    public static void Write(TuneReport report, TuneResult result)
    {
        Say($"{result.Questions} questions, {result.Samples:N0} samples");
        Say($"coverage  {string.Join("   ", result.Coverage.Select(each => Of($"pass@{each.K} {each.PassAtK:0.00}")))}");
        TableText.Write(Table(report, result), Width);
        Say($"* nothing else is as accurate for no more tokens   > recommended   {result.Curve.Count} settings were measured");
        foreach (var remark in Remarks(report)) Say($"{remark}");
        Recommend(result.Recommendation);
    }

    private static Table Table(TuneReport report, TuneResult result)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(new TableColumn(""), new TableColumn("strategy").NoWrap());
        table.AddFigures("votes", "accuracy", "95 % interval", "tokens", result.Curve[0].LatencyTokens is null ? "latency" : "tokens in a row");
        table.AddColumn("settings");
        foreach (var (row, each) in result.Curve.Zip(report.Curve).Where(each => each.First.Pareto || report.Plain.Contains(each.Second)).OrderBy(each => each.First.Tokens))
        {
            table.AddRow(
                ReferenceEquals(each, report.Recommendation.Chosen) ? ">" : row.Pareto ? "*" : "", Markup.Escape(row.Strategy),
                Of($"{row.VotesCast:0.0} of {row.Votes}"), Of($"{row.Accuracy:0.000}"), Of($"{row.Low:0.00} to {row.High:0.00}"),
                Of($"{row.Tokens:N0}"), Latency(row), Markup.Escape(row.Details));
        }
        return table;
    }

    private static IEnumerable<string> Remarks(TuneReport report)
    {
        var traits = report.Traits;
        if (report.Curve.Any(each => each.HeldOut))
            yield return "ComputeOptimal: each table was chosen on half of the questions and measured on the other half, both ways";
        if (traits.Questions < FewQuestions)
            yield return $"only {traits.Questions} questions: the intervals are wide; record more";
        if (traits.Samples > traits.Questions * traits.FewestSamples)
            yield return $"more than {traits.FewestSamples} votes were not measured: some question has no more samples";
    }

    private static void Recommend(TuneChoice choice)
    {
        var (chosen, expected) = (choice.Chosen, choice.Expected);
        Say($"");
        Say($"{(choice.Met ? "recommended" : "nearest")}  {chosen.Strategy}{(chosen.Votes > 1 ? Of($" {chosen.Votes}") : "")}{(chosen.Details.Length > 0 ? $", {chosen.Details}" : "")}");
        Say($"  accuracy  {expected.Accuracy:0.000} ({expected.Low:0.000} to {expected.High:0.000}) on questions that had no part in the choice; {chosen.Accuracy:0.000} on all");
        Say($"  tokens    {expected.Tokens:N0}; {chosen.Tokens:N0} on all{(choice.MajorityVoteTokens is { } plain ? Of($", where a plain majority vote needs {plain:N0} for as much") : ", which no plain majority vote reaches at any price")}");
        Say($"  latency   {Latency(chosen)}{(chosen.LatencyP95Seconds is { } slow ? Of($", 95 % within {slow:0.0##} s") : " tokens in a row")}");
        Say($"");
        Say($"under spec:");
        Console.Write(string.Concat(choice.Yaml.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"  {line}\n")));
    }

    private static string Latency(TuneRow row) => row.LatencySeconds is { } seconds ? Of($"{seconds:0.0##} s") : Of($"{row.LatencyTokens:N0}");

    private static void Say(FormattableString line) => Console.WriteLine(Of(line));
}
