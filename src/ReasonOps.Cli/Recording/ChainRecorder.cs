using ReasonOps.Cli.Evaluation;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Strategies.Options;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Cli.Recording;

/// <summary>What chains are drawn from, for a question.</summary>
/// <param name="Scorer">Null: nothing scores them.</param>
/// <param name="Checker">Null: nothing checks them.</param>
internal sealed record ChainSource(Func<ChatRequest, IChainSampler> Sampler, Func<ChatRequest, IScorer?> Scorer, Func<ChatRequest, IChecker?> Checker);

/// <summary>Draws chains of every problem and records them, with rewards and verdicts where they can be had, for <c>tune</c>.</summary>
/// <param name="samples">Chains of a problem.</param>
internal sealed class ChainRecorder(ChainSource source, string model, Budget budget, AnswerFormat format, int samples, int parallel, TimeProvider time)
{
    /// <summary>Room for the seeds of one problem's chains, apart from those that an evaluation uses.</summary>
    private const long SeedsPerProblem = 1_000_000;

    private static readonly NumericEquivalence Equivalence = new();

    /// <summary>In the order of the problems, each as soon as those before it are written.</summary>
    /// <exception cref="IOException">No chain of some problem could be had.</exception>
    public async Task RecordAsync(IReadOnlyList<Problem> problems, Stream file, Action recorded, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var places = new SemaphoreSlim(parallel);
        var drawing = problems.Select((problem, i) => DrawAsync(problem, i, places, stop.Token)).ToArray();
        try
        {
            foreach (var question in drawing)
            {
                await file.WriteAsync(SampleWriter.Line(await question), cancellation);
                recorded();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(drawing)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<RecordedQuestion> DrawAsync(Problem problem, int index, SemaphoreSlim places, CancellationToken cancellation)
    {
        await places.WaitAsync(cancellation);
        try
        {
            return await DrawAsync(problem, index, cancellation);
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<RecordedQuestion> DrawAsync(Problem problem, int index, CancellationToken cancellation)
    {
        var question = new ChatRequest { Model = model, Messages = [new ChatMessage { Role = "user", Content = problem.Prompt }] };
        var tapped = new TappedSampler(source.Sampler(question), time);
        var chains = await RunAsync(tapped, (index + 1) * SeedsPerProblem, $"{index + 1}: {problem.Prompt}", cancellation);
        var outcomes = await ScoreAsync(question, RewardKind.Outcome, chains, cancellation);
        var processes = await ScoreAsync(question, RewardKind.Process, chains, cancellation);
        var recorded = new List<RecordedSample>();
        foreach (var (chain, i) in chains.Select((chain, i) => (chain, i)))
        {
            var check = source.Checker(question) is { } checker ? (await checker.CheckAsync(chain, cancellation)).End : CheckEnd.Unknown;
            recorded.Add(Sample(chain, tapped, outcomes[i], processes[i], check, problem.Answer));
        }
        return new RecordedQuestion($"{index + 1}", problem.Prompt, problem.Answer, recorded);
    }

    /// <summary>Every vote is cast, so that all chains are drawn to their end.</summary>
    private async Task<Chain[]> RunAsync(TappedSampler tapped, long seed, string problem, CancellationToken cancellation)
    {
        var strategy = Strategy.Create(new StrategySettings { Kind = "MajorityVote", Votes = samples, Equivalence = Equivalence });
        await foreach (var told in new Runner(tapped, time).RunAsync(strategy, budget, format, seed, cancellation))
        {
            if (told is not RunEvent.Finished { Result: var result }) continue;
            Chain[] ran = [.. result.Chains.Where(chain => chain.Ran)];
            if (ran.Length > 0) return ran;
            throw new IOException($"problem {problem}: no chain could be had: {result.FailureReason ?? result.End.ToString()}");
        }
        throw new IOException($"problem {problem}: no chain could be had");
    }

    private async Task<IReadOnlyList<Reward?>> ScoreAsync(ChatRequest question, RewardKind kind, Chain[] chains, CancellationToken cancellation) =>
        source.Scorer(question) is { } scorer ? [.. await scorer.ScoreAsync(kind, chains, cancellation)] : new Reward?[chains.Length];

    private static RecordedSample Sample(Chain chain, TappedSampler tapped, Reward? outcome, Reward? process, CheckEnd check, string right) => new()
    {
        Reasoning = chain.Reasoning,
        Content = chain.Content,
        Answer = chain.Answer,
        ReasoningTokens = chain.ReasoningTokens,
        AnswerTokens = chain.AnswerTokens,
        Outcome = outcome is { Steps: [var reward] } ? reward : null,
        Process = process?.Steps ?? [],
        Confidences = tapped.Confidences(chain.Index),
        Check = check switch { CheckEnd.Passed => true, CheckEnd.Failed => false, _ => null },
        Seconds = tapped.Seconds(chain.Index),
        IsRight = chain.Answer is not null && Equivalence.Same(chain.Answer, right),
    };
}
