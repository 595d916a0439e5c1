using System.CommandLine;
using System.Text.Json;
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
        var parallel = new Option<int>("--parallel") { Description = "Requests under way at once", DefaultValueFactory = _ => 4 }.Within(1, 256);
        var written = new Option<string?>("--out") { Description = "Also write the rows there, as JSON", HelpName = "FILE" };
        var recording = new RecordOptions();
        var command = new Command("evaluate", """
            Starts the service of a manifest as "up" does, asks it every problem as every tenant, and prints what came of it.

            Example:
              reasonops evaluate -f config/samples/arithmetic.yaml --problems config/models/arithmetic/problems.jsonl
            """) { file, problems, full, parallel, secret, secrets, models, written, recording.File, recording.Samples, output };
        command.Run(async (parsed, cancellation) =>
        {
            var service = await ManifestFile.ReadAsync(parsed.GetRequiredValue(file), cancellation);
            var asked = await Problem.ReadAsync(parsed.GetRequiredValue(problems), cancellation);
            var values = await SecretValues.ReadAsync(parsed.GetValue(secret) ?? [], parsed.GetValue(secrets), cancellation);
            values.Complete(service);
            OutputFile.RequireFolderOf("--out", parsed.GetValue(written));
            recording.Check(parsed);
            var options = new LocalOptions(Port: 0, parsed.GetValue(models), DrainLimit: TimeSpan.Zero);
            var text = parsed.GetValue(output) == OutputFormat.Text;
            var tenants = new EvaluatedTenants(service, values, parsed.GetValue(full));
            await using var local = await LocalService.StartAsync(
                service, values, options, tenants.Prepare, new StartText(text ? Console.Error : TextWriter.Null), cancellation);
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

    private static async Task ShowAsync(IReadOnlyList<EvaluationRow> rows, bool text, string? file, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(rows, CliJson.Default.IReadOnlyListEvaluationRow);
        if (text) EvaluationTable.Write(rows);
        else Console.WriteLine(json);
        if (file is not null) await File.WriteAllTextAsync(file, json, cancellation);
        if (rows.Sum(row => row.Failed) is > 0 and var failed)
            throw new IOException($"{failed} requests had no answer; the first: {rows.Select(row => row.Failure).OfType<string>().First()}");
    }
}
