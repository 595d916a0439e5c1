using System.Runtime.CompilerServices;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;

namespace ReasonOps.Rollouts.Tests;

/// <summary>A model that thinks in three steps and is right more often than not, wholly by its seed; and its verifier. A token a letter.</summary>
internal sealed class World
{
    private int _drawn;
    private int _attempts;

    /// <summary>Of a chain's first events: what fails it. Null: nothing.</summary>
    public Func<string, int, string?> Fault { get; init; } = (_, _) => null;

    /// <summary>Tokens that were drawn.</summary>
    public int Drawn => _drawn;

    public static RolloutSettings Settings(SearchKind kind, int rollouts = 8, int leaves = 8) => new()
    {
        Search = new() { Kind = kind, Leaves = leaves, Branching = 4, Depth = 4, Steps = new StepFormat([";"]), Equivalence = new NumericEquivalence(), Checks = true },
        Allocation = new(rollouts, rollouts, 0),
        Budget = new(1000, 100, null, null, WhenSpent.ForceAnswer),
        AnswerFormat = AnswerFormat.Create("Whole", null),
        Seed = 1,
        Attempts = 3,
        Pause = TimeSpan.FromMilliseconds(1),
    };

    public static Problem Problem(long number) => Trees.Settled(number).Problem with
    {
        Check = System.Text.Json.JsonDocument.Parse($$"""{"type":"math","expected":"{{number + 1}}"}""").RootElement.Clone(),
    };

    /// <summary>With a check.</summary>
    public static ReasonOps.Rollouts.Journals.SettledProblem Settled(long number) => Trees.Settled(number) with { Problem = Problem(number) };

    public Runner RunnerFor(Problem problem, string prompt) =>
        new(new Model(this, prompt, problem.Answer!), TimeProvider.System) { Checker = new Verifier(problem.Answer!), Steps = new StepFormat([";"]) };

    private sealed class Verifier(string right) : IChecker
    {
        public ValueTask<CheckResult> CheckAsync(Chain chain, CancellationToken cancellation) =>
            ValueTask.FromResult(chain.Answer == right ? new CheckResult(CheckEnd.Passed) : new(CheckEnd.Failed, $"{chain.Answer} is not {right}"));
    }

    private sealed class Model(World world, string prompt, string right) : IChainSampler
    {
        public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            for (var chain = request.First; chain < request.First + request.Count; chain++)
            {
                await Task.Yield();
                if (world.Fault(prompt, Interlocked.Increment(ref world._attempts)) is { } fault)
                {
                    yield return new ChainEvent.Ended(chain, ChainEnd.Failed, fault);
                    continue;
                }
                foreach (var e in Chain(request, chain))
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return e;
                }
            }
        }

        private IEnumerable<ChainEvent> Chain(ChainsRequest request, int chain)
        {
            var random = new Random(unchecked((int)((request.Seed ?? 0) + chain)));
            var before = request.Continues?.Reasoning ?? "";
            for (var step = before.Count(letter => letter == ';'); step < 3; step++)
            {
                var text = $"step {step} {random.Next(10)};";
                Interlocked.Add(ref world._drawn, text.Length);
                yield return new ChainEvent.Thought(chain, text, text.Length);
            }
            var said = random.NextDouble() < 0.6 || request.Turns.Count > 0 ? right : $"{random.Next(1000, 2000)}";
            Interlocked.Add(ref world._drawn, said.Length);
            yield return new ChainEvent.Said(chain, said, said.Length);
            yield return new ChainEvent.Ended(chain, ChainEnd.Stopped);
        }
    }
}
