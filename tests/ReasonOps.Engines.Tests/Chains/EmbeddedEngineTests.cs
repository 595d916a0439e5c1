using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Serving;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Reasoning.Strategies;

namespace ReasonOps.Engines.Tests.Chains;

/// <summary>The runner over HTTP over the real arithmetic model, whose steps end with a semicolon. No test knows what it answers.</summary>
public sealed partial class EmbeddedEngineTests : IAsyncLifetime
{
    private const string Question = "12+7*8-5+31-4*6+9-17=";

    private Inference.Scheduling.Engine _engine = null!;
    private WebApplication _app = null!;
    private RunningPool _running = null!;

    public async Task InitializeAsync()
    {
        _engine = Arithmetic();
        _app = EngineServer.Build(_engine, new EngineServerOptions("http://127.0.0.1:0", "arithmetic"), TimeProvider.System, logging => logging.ClearProviders());
        await _app.StartAsync();
        _running = await RunningPool.StartAsync(new EnginePlaces(EngineRuntime.Onnx, [new EngineAddress(new Uri(_app.Urls.Single() + "/v1"))]));
    }

    public async Task DisposeAsync()
    {
        await _running.DisposeAsync();
        await _engine.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_search_keeps_one_step_of_several_at_each_depth_and_ends_with_an_answer()
    {
        var result = await RunAsync(new Beams(), new Budget(160, 16, null, null, WhenSpent.ForceAnswer));

        Assert.Equal(RunEnd.Answered, result.End);
        Assert.All(result.Chains.Where(chain => chain.End == ChainEnd.Step), chain => Assert.Matches(OneStep(), chain.Reasoning[Begun(result, chain)..]));
        Assert.All(result.Chains, chain => Assert.StartsWith(chain.Parent is { } parent ? result.Chains[parent].Reasoning : "", chain.Reasoning, StringComparison.Ordinal));
        Assert.Contains(result.Chains, chain => chain is { Parent: not null, InheritedTokens: > 0 });
        // A character is a token: nothing that was inherited is drawn again, and nothing is drawn behind a step.
        Assert.Equal(result.Chains.Sum(chain => chain.Reasoning.Length - Begun(result, chain)), result.Tokens.SpentReasoning - Marks(result));
        Assert.All(result.Chains, chain => Assert.NotNull(chain.Confidence));
    }

    [Fact]
    public async Task Greedy_steps_are_the_greedy_chain()
    {
        var budget = new Budget(160, 16, null, null, WhenSpent.ForceAnswer);
        var whole = await RunAsync(new Greedy(step: false), budget);
        var steps = await RunAsync(new Greedy(step: true), budget);

        Assert.Equal((whole.Reasoning, whole.Content), (steps.Reasoning, steps.Content));
        Assert.Equal(whole.Reasoning.Count(character => character == ';'), steps.Chains.Count - 1);
    }

    [Fact]
    public async Task What_is_put_behind_the_thinking_is_gone_on_from()
    {
        var result = await RunAsync(new GoesOn("9-17=-8;"), new Budget(160, 16, null, null, WhenSpent.ForceAnswer));

        Assert.Equal(2, result.Chains.Count);
        Assert.StartsWith(result.Chains[0].Reasoning + "9-17=-8;", result.Chains[1].Reasoning, StringComparison.Ordinal);
        Assert.InRange(result.Chains[1].InheritedTokens, result.Chains[0].ReasoningTokens + 8, result.Chains[0].ReasoningTokens + 10);
    }

    /// <summary>Tokens that end the thinking have no text.</summary>
    private static int Marks(RunResult result) => result.Chains.Sum(chain =>
        chain.ReasoningTokens - chain.InheritedTokens - chain.Reasoning.Length + Begun(result, chain));

    private static int Begun(RunResult result, Chain chain) => chain.Parent is { } parent ? result.Chains[parent].Reasoning.Length : 0;

    private async Task<RunResult> RunAsync(IStrategy strategy, Budget budget)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var sampler = _running.Ask(new ChatRequest { Model = "arithmetic", Messages = [new() { Role = "user", Content = Question }] });
        var runner = new Runner(sampler, TimeProvider.System) { Steps = new StepFormat([";"]) };
        await foreach (var told in runner.RunAsync(strategy, budget, AnswerFormat.Create("Whole", null), 7, late.Token))
            if (told is RunEvent.Finished finished) return finished.Result;
        throw new InvalidOperationException("it did not finish");
    }

    private static Inference.Scheduling.Engine Arithmetic() =>
        new(ModelFolder.Load(ModelPath()), new(), TimeProvider.System, NullLogger<Inference.Scheduling.Engine>.Instance);

    private static string ModelPath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ReasonOps.sln"))) return Path.Combine(folder.FullName, "config", "models", "arithmetic");
        throw new InvalidOperationException($"no ReasonOps.sln above {AppContext.BaseDirectory}");
    }

    [GeneratedRegex("^[^;]*;$")]
    private static partial Regex OneStep();

    private static Decision.Answer Answer(IStrategy strategy, RunState run) => new(strategy.Conclude(run));

    private static Outcome First(RunState run) => run.Ended.FirstOrDefault(chain => chain.Ran) is { } chain ? new(chain, 1, 1, null) : new(null, 0, 0, null);

    /// <summary>Three of each step, the surest of them gone on with.</summary>
    private sealed class Beams : IStrategy
    {
        public int Asked => 3;
        public int ConfidenceWindow => 1000;

        public Decision Decide(RunState run)
        {
            if (!run.IsQuiet) return new Decision.Wait();
            if (run.Ended.Any(chain => chain.Ran)) return Answer(this, run);
            var next = new Draft { Step = true, Parent = run.Ended.TakeLast(3).MaxBy(chain => chain.Confidence?.Mean)?.Index };
            return new Decision.More { Draw = [next, next, next] };
        }

        public Outcome Conclude(RunState run) => First(run);
    }

    private sealed class Greedy(bool step) : IStrategy
    {
        public int Asked => 1;
        public bool Live => false;

        public Decision Decide(RunState run) => !run.IsQuiet ? new Decision.Wait()
            : run.Ended.Any(chain => chain.Ran) ? Answer(this, run)
            : new Decision.More { Draw = [new Draft { Step = step, Temperature = 0, Parent = run.Ended is [.., var last] ? last.Index : null }] };

        public Outcome Conclude(RunState run) => First(run);
    }

    private sealed class GoesOn(string append) : IStrategy
    {
        public int Asked => 1;
        public bool Live => false;

        public Decision Decide(RunState run) => !run.IsQuiet ? new Decision.Wait()
            : run.Ended.Count == 0 ? Decision.Start(1)
            : run.Ended.Count == 1 ? new Decision.More { Draw = [new Draft { Parent = 0, Append = append }] }
            : Answer(this, run);

        public Outcome Conclude(RunState run) => new(run.Ended.LastOrDefault(chain => chain.Ran), 1, 1, null);
    }
}
