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
    private static readonly Option<string> File = CommonOptions.File();
    private static readonly Option<string[]> Secret = CommonOptions.Secret();
    private static readonly Option<string?> Secrets = CommonOptions.Secrets();
    private static readonly Option<string?> Models = CommonOptions.Models();
    private static readonly Option<OutputFormat> Output = CommonOptions.Output();
    private static readonly RecordOptions Recording = new();

    private static readonly Option<string> Problems = new("--problems")
    {
        Description = "JSON lines of {\"prompt\", \"answer\"}", Required = true, HelpName = "FILE",
    };

    private static readonly Option<string?> Full = new("--full-votes")
    {
        Description = "A tenant to ask once more without early stopping, to compare", HelpName = "TENANT",
    };

    private static readonly Option<bool> Strategies = new("--strategies")
    {
        Description = "Every strategy that a tenant may have instead, each with the votes that spend what MajorityVote does",
    };

    private static readonly Option<int> Parallel =
        new Option<int>("--parallel") { Description = "Requests under way at once", DefaultValueFactory = _ => 4 }.Within(1, 256);

    private static readonly Option<string?> Written = new("--out") { Description = "Also write the rows there, as JSON", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("evaluate", """
            Starts the service of a manifest as "up" does, asks it every problem as every tenant (or under every strategy), and prints what came of it. With
            --endpoint it asks a service that runs already; with --record it writes down chains of every problem, for "reasonops tune".

            Example:
              reasonops evaluate -f config/samples/arithmetic.yaml --problems config/models/arithmetic/problems.jsonl
              reasonops evaluate -f config/samples/strategies.yaml --problems config/models/arithmetic/problems.jsonl --strategies
            """)
        {
            File, Problems, EvaluatedEndpoint.UrlOption, EvaluatedEndpoint.KeyOption, EvaluatedEndpoint.ModelOption, Full, Strategies, Parallel, Secret,
            Secrets, Models, Written, Recording.File, Recording.Samples, Output,
        };
        command.Aliases.Add("eval");
        File.Required = false;
        command.Validators.Add(result =>
        {
            if (result.GetResult(File) is null == result.GetResult(EvaluatedEndpoint.UrlOption) is null)
                result.AddError("give a manifest with --file, or a service that runs already with --endpoint");
        });
        command.Run(async (parsed, cancellation) =>
        {
            var problems = await Problem.ReadAsync(parsed.GetRequiredValue(Problems), cancellation);
            OutputFile.RequireFolderOf("--out", parsed.GetValue(Written));
            Recording.Check(parsed);
            if (await EvaluatedEndpoint.ReadAsync(parsed, cancellation) is { } endpoint) await RunAsync(parsed, endpoint, problems, cancellation);
            else await RunAsync(parsed, problems, cancellation);
        });
        return command;
    }

    private static async Task RunAsync(ParseResult parsed, EvaluatedEndpoint endpoint, IReadOnlyList<Problem> problems, CancellationToken cancellation)
    {
        var parallel = parsed.GetValue(Parallel);
        var row = await AskAsync(endpoint, problems, parallel, cancellation);
        await Recording.RunAsync(parsed, endpoint, problems, parallel, cancellation);
        await ShowAsync(parsed, [row], cancellation);
    }

    private static async Task RunAsync(ParseResult parsed, IReadOnlyList<Problem> problems, CancellationToken cancellation)
    {
        var (service, pools) = await ReadAsync(parsed.GetRequiredValue(File), cancellation);
        var values = await SecretValues.ReadAsync(parsed.GetValue(Secret) ?? [], parsed.GetValue(Secrets), cancellation);
        values.Complete(service, pools);
        var options = new LocalOptions(Port: 0, parsed.GetValue(Models), DrainLimit: TimeSpan.Zero);
        var tenants = new EvaluatedTenants(service, values, parsed.GetValue(Full));
        var progress = new StartText(IsText(parsed) ? Console.Error : TextWriter.Null);
        await using var verifiers = await LocalVerifiers.StartAsync(pools, values, options, progress, cancellation);
        await using var local = await LocalService.StartAsync(
            service, values, options with { Verifier = verifiers.TargetOf(service, values) }, tenants.Prepare, progress, cancellation);
        if (parsed.GetValue(Strategies))
        {
            await CompareAsync(parsed, local, tenants, problems, cancellation);
            return;
        }
        var rows = await AskAsync(local, tenants, problems, parsed.GetValue(Parallel), cancellation);
        await Recording.RunAsync(parsed, local.Snapshot, problems, parsed.GetValue(Parallel), cancellation);
        await ShowAsync(parsed, rows, cancellation);
    }

    private static bool IsText(ParseResult parsed) => parsed.GetValue(Output) == OutputFormat.Text;

    private static async Task<EvaluationRow> AskAsync(EvaluatedEndpoint endpoint, IReadOnlyList<Problem> problems, int parallel, CancellationToken cancellation)
    {
        EvaluationRow? row = null;
        await EvaluationProgress.RunAsync(async begin =>
        {
            using var evaluator = new Evaluator(endpoint.Url.AbsoluteUri.TrimEnd('/'), endpoint.Key, endpoint.Model, parallel);
            row = EvaluationRow.Of(endpoint.Model, await evaluator.AskAsync(problems, begin(endpoint.Model, problems.Count), cancellation));
        });
        return row!;
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
        ParseResult parsed, LocalService local, EvaluatedTenants tenants, IReadOnlyList<Problem> problems, CancellationToken cancellation)
    {
        IReadOnlyList<StrategyRow> rows = [];
        var comparison = new StrategyComparison(local.Endpoint, local.Snapshot, tenants.Keys, parsed.GetValue(Parallel));
        await EvaluationProgress.RunAsync(async begin => rows = await comparison.RunAsync(problems, begin, cancellation));
        var json = JsonSerializer.Serialize(rows, CliJson.Default.IReadOnlyListStrategyRow);
        if (IsText(parsed)) StrategyTable.Write(rows);
        else Console.WriteLine(json);
        if (parsed.GetValue(Written) is { } file) await System.IO.File.WriteAllTextAsync(file, json, cancellation);
        RequireAnswers(rows.Sum(row => row.Failed), rows.Select(row => row.Failure));
    }

    private static async Task ShowAsync(ParseResult parsed, IReadOnlyList<EvaluationRow> rows, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(rows, CliJson.Default.IReadOnlyListEvaluationRow);
        if (IsText(parsed)) EvaluationTable.Write(rows);
        else Console.WriteLine(json);
        if (parsed.GetValue(Written) is { } file) await System.IO.File.WriteAllTextAsync(file, json, cancellation);
        RequireAnswers(rows.Sum(row => row.Failed), rows.Select(row => row.Failure));
    }

    private static void RequireAnswers(int failed, IEnumerable<string?> failures)
    {
        if (failed > 0) throw new IOException($"{failed} requests had no answer; the first: {failures.OfType<string>().First()}");
    }
}
