using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Tuning.Replay;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Tuning.Measuring;

/// <summary>Measures a setting by running its strategy over the record, as the gateway would over engines.</summary>
/// <param name="seed">Of every order in which samples are drawn; the same for all settings, so that they are compared over the same draws.</param>
/// <param name="tokensPerSecond">Of one chain, where its sample does not say how long it took.</param>
public sealed class Replayer(IReadOnlyList<RecordedQuestion> questions, int seed, double tokensPerSecond)
{
    /// <summary>Replays of a question: enough chains in all that a cheap setting is not left to luck.</summary>
    private const int FewestReplays = 4;
    private const int MostReplays = 16;
    private const int ChainsOfReplays = 32;

    /// <summary>A record's chains have kept their budgets already.</summary>
    private const int Unlimited = 1 << 28;

    private static readonly Budget Budget = new(Unlimited, Unlimited, RequestTokens: null, Deadline: null, WhenSpent.ForceAnswer);

    public Measured Measure(Setting setting, CancellationToken cancellation)
    {
        var strategy = Strategy.Create(setting.Strategy);
        var replays = Math.Clamp(ChainsOfReplays / setting.Votes, FewestReplays, MostReplays);
        var runs = new Replayed[questions.Count][];
        for (var i = 0; i < runs.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            runs[i] = [.. Enumerable.Range(0, replays).Select(replay => Run(strategy, questions[i], Seed(i, replay)))];
        }
        double[] Means(Func<Replayed, double> of) => [.. runs.Select(each => each.Average(of))];
        return new Measured(setting, Means(run => run.IsRight ? 1 : 0), Means(run => run.Tokens), Means(run => run.Seconds), Means(run => run.Cast));
    }

    /// <summary>One run of a strategy over one question's samples, in simulated time.</summary>
    public Replayed Run(IStrategy strategy, RecordedQuestion question, int drawn) => Simulation.Run(async time =>
    {
        var sampler = new RecordedSampler(question, drawn, tokensPerSecond, time);
        var runner = new Runner(sampler, time) { Scorer = new RecordedScorer(sampler), Checker = new RecordedChecker(sampler) };
        await foreach (var told in runner.RunAsync(strategy, Budget, new RecordedFormat(question), drawn, CancellationToken.None))
        {
            if (told is not RunEvent.Finished { Result: var result }) continue;
            var right = result.Winner is { } winner && sampler.Sample(winner.Index)?.IsRight is true;
            return new Replayed(right, result.Tokens.Spent, time.GetElapsedTime(0).TotalSeconds, result.Cast);
        }
        throw new InvalidOperationException("a run ended without saying how");
    });

    private int Seed(int question, int replay) => unchecked((seed * 486187739 + question) * 486187739 + replay);
}

/// <summary>What came of one replay.</summary>
public readonly record struct Replayed(bool IsRight, long Tokens, double Seconds, int Cast);
