using System.Diagnostics;
using System.Net.Http.Headers;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Cli.Evaluation;

/// <summary>Asks problems through the gateway's API as one tenant, a few at a time; problem <c>i</c> always with the same seed.</summary>
public sealed class Evaluator(string endpoint, string key, string model, int parallel) : IDisposable
{
    /// <summary>Room for the seeds of one problem's chains before the next problem's.</summary>
    private const long SeedsPerProblem = 1000;

    private static readonly NumericEquivalence Equivalence = new();

    private readonly HttpClient _http = new()
    {
        BaseAddress = new Uri($"{endpoint}/"),
        // A tenant's deadline bounds a request.
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    /// <summary>What each problem is asked with beside its prompt.</summary>
    internal Func<Problem, ReasonOpsOverrides?> Asking { get; init; } = _ => null;

    /// <summary>Of the first problem.</summary>
    internal long FirstSeed { get; init; }

    public async Task<IReadOnlyList<Answered>> AskAsync(IReadOnlyList<Problem> problems, Action asked, CancellationToken cancellation)
    {
        var answers = new Answered[problems.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellation };
        await Parallel.ForAsync(0, problems.Count, options, async (i, token) =>
        {
            answers[i] = await AskAsync(problems[i], FirstSeed + (i * SeedsPerProblem), token);
            asked();
        });
        return answers;
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answered> AskAsync(Problem problem, long seed, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var request = new ChatRequest
        {
            Model = model,
            Seed = seed,
            Messages = [new ChatMessage { Role = "user", Content = problem.Prompt }],
            Reasonops = Asking(problem),
        };
        try
        {
            var response = await new OpenAiClient(_http).ChatAsync(request, cancellation);
            var content = response.Choices[0].Message?.Content ?? "";
            var reasoning = response.Usage?.CompletionTokensDetails?.ReasoningTokens ?? 0;
            return new Answered(Equivalence.Same(content, problem.Answer), reasoning, clock.Elapsed, response.Reasonops, null);
        }
        catch (Exception e) when (e is ApiException or MalformedResponseException)
        {
            return new Answered(false, 0, clock.Elapsed, null, e.Message);
        }
    }
}
