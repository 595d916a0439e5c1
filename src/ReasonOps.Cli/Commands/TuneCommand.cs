using System.CommandLine;
using System.Text.Json;
using ReasonOps.Cli.Evaluation;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tuning;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Choosing;
using ReasonOps.Tuning.Manifests;
using ReasonOps.Tuning.Measuring;
using ReasonOps.Tuning.Plots;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops tune</c>: votes before guessing, from samples that were drawn once.</summary>
internal static class TuneCommand
{
    private static readonly Option<string> Samples = new("--samples")
    {
        Description = "Recorded samples, a question a line; \"reasonops evaluate --record\" writes them", Required = true, HelpName = "FILE",
    };

    private static readonly Option<double?> Accuracy = new Option<double?>("--target-accuracy")
    {
        Description = "As accurate as this, for the fewest tokens", HelpName = "0..1",
    }.Within(0, 1, "write 92 % as 0.92");

    private static readonly Option<double?> Tokens = new Option<double?>("--max-tokens")
    {
        Description = "As accurate as can be, for no more tokens a question", HelpName = "COUNT",
    }.Within(1, 1e12, "it is the mean of all tokens of an answer");

    private static readonly Option<string?> Folder = new("--out") { Description = "Also write curve.json, curve.svg and strategy.yaml there", HelpName = "FOLDER" };

    private static readonly Option<string?> Plot = new("--svg") { Description = "Also write the plot there", HelpName = "FILE" };

    private static readonly Option<string> Format = new("--answer-format")
    {
        Description = "Finds the answer of samples that name none: as in a manifest, with its pattern behind \"=\"",
        HelpName = "KIND[=PATTERN]", DefaultValueFactory = _ => "Whole",
    };

    private static readonly Option<double?> Pace = new Option<double?>("--tokens-per-second")
    {
        Description = "Of one chain, where samples do not say how long they took; for the latency", HelpName = "RATE",
    }.Within(1e-6, 1e9, "it is the pace of one chain");

    private static readonly Option<int> Seed = new("--seed") { Description = "Of the order in which samples are drawn", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var output = CommonOptions.Output();
        var command = new Command("tune", """
            Replays recorded samples through every strategy, vote count and stop rule, and recommends a setting.

            Example:
              reasonops tune --samples samples.jsonl --target-accuracy 0.92 --svg curve.svg
            """) { Samples, Accuracy, Tokens, Folder, Plot, Format, Pace, Seed, output };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Accuracy) is null == result.GetResult(Tokens) is null) result.AddError("give one of --target-accuracy and --max-tokens");
        });
        command.Run((parsed, cancellation) => RunAsync(parsed, parsed.GetValue(output) == OutputFormat.Text, cancellation));
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, bool text, CancellationToken cancellation)
    {
        Goal goal = parsed.GetValue(Accuracy) is { } least ? new Goal.Accuracy(least) : new Goal.Tokens(parsed.GetValue(Tokens)!.Value);
        OutputFile.RequireFolderOf("--svg", parsed.GetValue(Plot));
        var report = await TuneAsync(parsed, goal, cancellation);
        var result = TuneResult.Of(report, report.Traits.Timed || parsed.GetValue(Pace) is not null);
        if (text) TuneText.Write(report, result);
        else Console.WriteLine(JsonSerializer.Serialize(result, CliJson.Default.TuneResult));
        await WriteAsync(parsed, report, result, text, cancellation);
        if (!report.Recommendation.IsMet) throw new IOException(Unmet(goal, report.Recommendation.Chosen));
    }

    private static async Task<TuneReport> TuneAsync(ParseResult parsed, Goal goal, CancellationToken cancellation)
    {
        var equivalence = new NumericEquivalence();
        var questions = await SamplesFile.ReadAsync(
            parsed.GetRequiredValue(Samples), SamplesFile.Format(parsed.GetRequiredValue(Format)), equivalence, cancellation);
        var tuner = new Tuner(questions, equivalence, parsed.GetValue(Seed), parsed.GetValue(Pace) ?? 1, Environment.ProcessorCount);
        TuneReport? report = null;
        await EvaluationProgress.RunAsync(begin =>
        {
            var move = new Lock();
            Action? settings = null;
            return Task.Run(() => report = tuner.Tune(goal, (_, all) => { lock (move) (settings ??= begin("settings", all))(); }, cancellation), cancellation);
        });
        return report!;
    }

    private static async Task WriteAsync(ParseResult parsed, TuneReport report, TuneResult result, bool text, CancellationToken cancellation)
    {
        var svg = new Lazy<string>(() => CurvePlot.Write(report));
        if (parsed.GetValue(Plot) is { } plot) await File.WriteAllTextAsync(plot, svg.Value, cancellation);
        if (parsed.GetValue(Folder) is not { } folder) return;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "curve.json"), JsonSerializer.Serialize(result, CliJson.Default.TuneResult), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "curve.svg"), svg.Value, cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "strategy.yaml"), StrategyYaml.Of(report.Recommendation.Chosen.Setting), cancellation);
        if (text) Console.WriteLine($"written: curve.json, curve.svg and strategy.yaml in {folder}");
    }

    private static string Unmet(Goal goal, Measured nearest) => goal is Goal.Accuracy accuracy
        ? FormattableString.Invariant($"--target-accuracy {accuracy.Least}: no setting reaches it, {nearest.Setting} comes to {nearest.Accuracy:0.000}; record more samples a question, or rewards to weigh them by")
        : FormattableString.Invariant($"--max-tokens {((Goal.Tokens)goal).Most}: every setting takes more, {nearest.Setting} takes {nearest.MeanTokens:0}; record samples of a smaller thinking budget");
}
