using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Strategies;
using ReasonOps.Reasoning.Voting;

namespace ReasonOps.Reasoning.Tests.Running;

/// <summary>Engines and runs as the tests need them, a character a token.</summary>
internal static class Scripts
{
    public static readonly AnswerFormat Format = AnswerFormat.Create("Whole", null);

    /// <summary>Thinks "aaaa..." for as long as the script says, then answers: the engine takes no notice of any budget.</summary>
    public static IEnumerable<ChainEvent?> Heedless(ChainsRequest request, int chain, int thinking, string answer) =>
        request.Continues is null ? [.. Thinking(chain, thinking), .. Answering(chain, answer)] : Answering(chain, answer);

    /// <summary>Closes the thinking where the request says.</summary>
    public static IEnumerable<ChainEvent?> Heedful(ChainsRequest request, int chain, int thinking, string answer) =>
        Heedless(request, chain, Math.Min(thinking, request.ReasoningTokens), answer);

    public static IEnumerable<ChainEvent?> Thinking(int chain, int tokens) =>
        Enumerable.Range(0, tokens).Select(_ => new ChainEvent.Thought(chain, "a", 1));

    public static IEnumerable<ChainEvent?> Answering(int chain, string answer) =>
        [.. answer.Select(character => new ChainEvent.Said(chain, character.ToString(), 1)), new ChainEvent.Ended(chain, ChainEnd.Stopped)];

    public static Budget Budget(
        int reasoning = 100, int answer = 10, int? request = null, TimeSpan? deadline = null, WhenSpent whenSpent = WhenSpent.ForceAnswer) =>
        new(reasoning, answer, request, deadline, whenSpent);

    public static IStrategy OneChain { get; } = Create("SingleChain", 1, StopRule.Create("None", 0, 0));

    public static IStrategy Vote(int votes, string rule = "None", double confidence = 0.95, int window = 3) =>
        Create("MajorityVote", votes, StopRule.Create(rule, confidence, window));

    public static IStrategy Create(string kind, int votes, StopRule stop) =>
        Strategy.Create(new() { Kind = kind, Votes = votes, Stop = stop, Equivalence = new NumericEquivalence() });

    /// <summary>What has ended, and so many fresh chains in flight.</summary>
    public static RunState State(IReadOnlyList<Chain> ended, int inFlight) =>
        new(ended, [.. Enumerable.Range(ended.Count, inFlight).Select(index => new LiveChain(index, null, 0, null))]);

    /// <summary>Steps of one line are parted so.</summary>
    public static StepFormat Semicolons { get; } = new([";"]);

    public static Task<Told> RunAsync(IChainSampler sampler, IStrategy strategy, Budget budget, long? seed = null, TimeProvider? time = null) =>
        RunAsync(new Runner(sampler, time ?? TimeProvider.System), strategy, budget, seed);

    /// <summary>With steps that end with a semicolon.</summary>
    public static Task<Told> StepAsync(IChainSampler sampler, IStrategy strategy, int reasoning = 100, int? request = null, long? seed = null) =>
        RunAsync(new Runner(sampler, TimeProvider.System) { Steps = Semicolons }, strategy, Budget(reasoning, request: request), seed);

    public static async Task<Told> RunAsync(Runner runner, IStrategy strategy, Budget budget, long? seed = null)
    {
        var events = new List<RunEvent>();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await foreach (var told in runner.RunAsync(strategy, budget, Format, seed, patience.Token)) events.Add(told);
        return new Told(events);
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

/// <summary>All that a run told.</summary>
internal sealed record Told(IReadOnlyList<RunEvent> Events)
{
    public RunResult Result => Assert.IsType<RunEvent.Finished>(Events[^1]).Result;
    public string Thought => string.Concat(Events.OfType<RunEvent.Thought>().Select(told => told.Text));
    public string Said => string.Concat(Events.OfType<RunEvent.Said>().Select(told => told.Text));
    public int Finishes => Events.OfType<RunEvent.Finished>().Count();
}
