using System.CommandLine;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Commands;
using ReasonOps.Cli.Evaluation;
using ReasonOps.Cli.Output;
using ReasonOps.OpenAi.Client;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;

namespace ReasonOps.Cli.Recording;

/// <summary>What <c>evaluate --record</c> adds: beside asking, chains of every problem are drawn and written down.</summary>
internal sealed class RecordOptions
{
    /// <summary>An endpoint keeps its own budgets.</summary>
    private const int Unlimited = 1 << 28;

    public Option<string?> File { get; } = new("--record")
    {
        Description = "Also draw chains of every problem and write them there, for \"reasonops tune\"", HelpName = "FILE",
    };

    public Option<int> Samples { get; } = new Option<int>("--samples")
    {
        Description = "Chains of a problem, to record", DefaultValueFactory = _ => 16, HelpName = "COUNT",
    }.Within(1, 4096);

    /// <exception cref="WrongInputException">There is no folder for the file.</exception>
    public void Check(ParseResult parsed) => OutputFile.RequireFolderOf("--record", parsed.GetValue(File));

    /// <summary>Past the gateway, with the longest budget that any tenant has unless it asks for more. Does nothing where no file was given.</summary>
    public async Task RunAsync(ParseResult parsed, GatewaySnapshot snapshot, IReadOnlyList<Problem> problems, int parallel, CancellationToken cancellation)
    {
        if (parsed.GetValue(File) is not { } path) return;
        await using var engines = new RecordedEngines(snapshot);
        await engines.WaitAsync(cancellation);
        var tenant = snapshot.Tenants.MaxBy(tenant => tenant.ReasoningTokens.Default)!;
        var budget = new Budget(tenant.ReasoningTokens.Default, tenant.AnswerTokens, RequestTokens: null, Deadline: null, Enum.Parse<WhenSpent>(tenant.WhenSpent));
        var format = AnswerFormat.Create(snapshot.AnswerFormat.Kind, snapshot.AnswerFormat.Pattern);
        await RecordAsync(
            path, new ChainRecorder(engines.Source, snapshot.Model, budget, format, parsed.GetValue(Samples), parallel, TimeProvider.System), problems, cancellation);
    }

    /// <summary>Through its API, where only the answer of each chain is known to be one. Does nothing where no file was given.</summary>
    public async Task RunAsync(ParseResult parsed, EvaluatedEndpoint endpoint, IReadOnlyList<Problem> problems, int parallel, CancellationToken cancellation)
    {
        if (parsed.GetValue(File) is not { } path) return;
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var client = new OpenAiClient(http, endpoint.Url, endpoint.Key);
        var source = new ChainSource(question => new EndpointSampler(client, question), _ => null, _ => null);
        var budget = new Budget(Unlimited, Unlimited, RequestTokens: null, Deadline: null, WhenSpent.ForceAnswer);
        await RecordAsync(
            path, new ChainRecorder(source, endpoint.Model, budget, AnswerFormat.Create("Whole", null), parsed.GetValue(Samples), parallel, TimeProvider.System),
            problems, cancellation);
    }

    private static async Task RecordAsync(string path, ChainRecorder recorder, IReadOnlyList<Problem> problems, CancellationToken cancellation)
    {
        await using var file = System.IO.File.Create(path);
        await EvaluationProgress.RunAsync(begin => recorder.RecordAsync(problems, file, begin("recording", problems.Count), cancellation));
    }
}
