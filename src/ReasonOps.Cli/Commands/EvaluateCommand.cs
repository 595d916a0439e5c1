using System.CommandLine;
using System.Text.Json;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Evaluation;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Recording;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops evaluate</c>: what each tenant's votes and budget buy, measured on problems with known answers.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var (file, secret, secrets, models, output) =
            (CommonOptions.File(), CommonOptions.Secret(), CommonOptions.Secrets(), CommonOptions.Models(), CommonOptions.Output());
        var problems = new Option<string>("--problems")
        {
            Description = "JSON lines of {\"prompt\", \"answer\"}", Required = true, HelpName = "FILE",
        };
        var full = new Option<string?>("--full-votes")
        {
            Description = "A tenant to ask once more without early stopping, to compare", HelpName = "TENANT",
        };
        var strategies = new Option<bool>("--strategies")
        {
            Description = "Every strategy that a tenant may have instead, each with the votes that spend what MajorityVote does",
        };
        var parallel = new Option<int>("--parallel") { Description = "Requests under way at once", DefaultValueFactory = _ => 4 }.Within(1, 256);
        var written = new Option<string?>("--out") { Description = "Also write the rows there, as JSON", HelpName = "FILE" };
        var recording = new RecordOptions();
        var command = new Command("evaluate", """
            Starts the service of a manifest as "up" does, asks it every problem as every tenant (or under every strategy), and prints what came of it.

            Example:
              reasonops evaluate -f config/samples/arithmetic.yaml --problems config/models/arithmetic/problems.jsonl
              reasonops evaluate -f config/samples/strategies.yaml --problems config/models/arithmetic/problems.jsonl --strategies
            """) { file, problems, full, strategies, parallel, secret, secrets, models, written, recording.File, recording.Samples, output };
        command.Run(async (parsed, cancellation) =>
        {
            var (service, pools) = await ReadAsync(parsed.GetRequiredValue(file), cancellation);
            var asked = await Problem.ReadAsync(parsed.GetRequiredValue(problems), cancellation);
            var values = await SecretValues.ReadAsync(parsed.GetValue(secret) ?? [], parsed.GetValue(secrets), cancellation);
            values.Complete(service, pools);
            OutputFile.RequireFolderOf("--out", parsed.GetValue(written));
            recording.Check(parsed);
            var options = new LocalOptions(Port: 0, parsed.GetValue(models), DrainLimit: TimeSpan.Zero);
            var text = parsed.GetValue(output) == OutputFormat.Text;
            var tenants = new EvaluatedTenants(service, values, parsed.GetValue(full));
            var progress = new StartText(text ? Console.Error : TextWriter.Null);
            await using var verifiers = await LocalVerifiers.StartAsync(pools, values, options, progress, cancellation);
            await using var local = await LocalService.StartAsync(
                service, values, options with { Verifier = verifiers.TargetOf(service, values) }, tenants.Prepare, progress, cancellation);
            if (parsed.GetValue(strategies))
            {
                await CompareAsync(local, tenants, asked, parsed.GetValue(parallel), text, parsed.GetValue(written), cancellation);
                return;
            }
            var rows = await AskAsync(local, tenants, asked, parsed.GetValue(parallel), cancellation);
            await recording.RunAsync(parsed, local.Snapshot, asked, parsed.GetValue(parallel), cancellation);
            await ShowAsync(rows, text, parsed.GetValue(written), cancellation);
        });
        return command;
    }

    private static async Task<IReadOnlyList<EvaluationRow>> AskAsync(
        LocalService local, EvaluatedTenants tenants, IReadOnlyList<Problem> problems, int parallel, CancellationToken cancellation)
    {
        var rows = new List<EvaluationRow>();
        await EvaluationProgress.RunAsync(async begin =>
        {
            foreach (var (name, key) in tenants.Keys)
            {
                using var evaluator = new Evaluator(local.Endpoint, key, local.Snapshot.Model, parallel);
                rows.Add(EvaluationRow.Of(name, await evaluator.AskAsync(problems, begin(name, problems.Count), cancellation)));
            }
        });
        return rows;
    }

    private static async Task<(ReasoningService Service, IReadOnlyList<VerifierPool> Pools)> ReadAsync(string path, CancellationToken cancellation)
    {
        var (service, pools) = await ManifestFile.ReadLocalAsync(path, cancellation);
        return (service ?? throw new WrongInputException($"{path}: holds no ReasoningService; give a manifest with one"), pools);
    }

    private static async Task CompareAsync(
        LocalService local, EvaluatedTenants tenants, IReadOnlyList<Problem> problems, int parallel, bool text, string? file, CancellationToken cancellation)
    {
        IReadOnlyList<StrategyRow> rows = [];
        var comparison = new StrategyComparison(local.Endpoint, local.Snapshot, tenants.Keys, parallel);
        await EvaluationProgress.RunAsync(async begin => rows = await comparison.RunAsync(problems, begin, cancellation));
        var json = JsonSerializer.Serialize(rows, CliJson.Default.IReadOnlyListStrategyRow);
        if (text) StrategyTable.Write(rows);
        else Console.WriteLine(json);
        if (file is not null) await File.WriteAllTextAsync(file, json, cancellation);
        RequireAnswers(rows.Sum(row => row.Failed), rows.Select(row => row.Failure));
    }

    private static async Task ShowAsync(IReadOnlyList<EvaluationRow> rows, bool text, string? file, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(rows, CliJson.Default.IReadOnlyListEvaluationRow);
        if (text) EvaluationTable.Write(rows);
        else Console.WriteLine(json);
        if (file is not null) await File.WriteAllTextAsync(file, json, cancellation);
        RequireAnswers(rows.Sum(row => row.Failed), rows.Select(row => row.Failure));
    }

    private static void RequireAnswers(int failed, IEnumerable<string?> failures)
    {
        if (failed > 0) throw new IOException($"{failed} requests had no answer; the first: {failures.OfType<string>().First()}");
    }
}
