using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Checks;
using ReasonOps.Reasoning.Judging;
using ReasonOps.Reasoning.Rewards;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Strategies;
using static ReasonOps.Reasoning.Tests.Running.Scripts;
using static ReasonOps.Reasoning.Tests.Running.ScriptedStrategy;

namespace ReasonOps.Reasoning.Tests.Running;

public class FindingTests
{
    private static readonly Decision.More Everything = new()
    {
        Score = [new(0, RewardKind.Outcome), new(1, RewardKind.Outcome), new(1, RewardKind.Process)],
        Check = [0, 1],
        Compare = [new(0, 1)],
    };

    /// <summary>Draws two chains, asks for everything at every turn, and answers once it has come.</summary>
    private static ScriptedStrategy Curious() => new(run => run switch
    {
        { Ended.Count: 0, InFlight.Count: 0 } => Decision.Start(2),
        { InFlight.Count: > 0 } => new Decision.Wait(),
        { Comparisons.Count: 0 } or { Awaited: > 0 } => Everything,
        _ => Answer(run),
    });

    private static ScriptedSampler Two() => new((_, chain) => Answering(chain, $"{chain}"));

    [Fact]
    public async Task What_is_found_is_put_onto_the_chain_and_asked_for_once()
    {
        var port = new Port();
        var strategy = Curious();
        var told = await RunAsync(port.Runner(Two()), strategy, Budget());
        var chains = told.Result.Chains;
        Assert.Equal([0.5, 0.5], chains.SelectMany(chain => chain.Outcome!.Steps));
        Assert.Null(chains[0].Process);
        Assert.Equal([0.5], chains[1].Process!.Steps);
        Assert.Equal([new CheckResult(CheckEnd.Failed, "not 0"), new CheckResult(CheckEnd.Failed, "not 1")], chains.Select(chain => chain.Check));
        var last = strategy.Seen[^1];
        Assert.Equal(new Comparison(0, 1, 1, 7), Assert.Single(last.Comparisons));
        Assert.Equal(0, last.Awaited);
        Assert.Equal(chains, last.Ended.OrderBy(chain => chain.Index));
        Assert.Equal((2, 2, 1), (port.Scores, port.Checks, port.Compares));
        Assert.Equal(2 + 7, told.Result.Tokens.Spent);
        Assert.Contains(strategy.Seen, run => run.Awaited > 0);
    }

    [Fact]
    public async Task Without_ports_the_run_goes_on_and_is_told_why()
    {
        var strategy = Curious();
        var told = await RunAsync(Two(), strategy, Budget());
        AssertMissing(told, strategy, "is not set up");
    }

    [Fact]
    public async Task Ports_that_throw_are_told_as_missing()
    {
        var strategy = Curious();
        var told = await RunAsync(new Port { Fault = () => throw new InvalidOperationException("broke") }.Runner(Two()), strategy, Budget());
        AssertMissing(told, strategy, "failed: broke");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ports_that_hang_are_given_up(bool heeds)
    {
        var strategy = Curious();
        var time = new FakeTime();
        var port = new Port { Hangs = true, Heeds = heeds };
        var run = RunAsync(port.Runner(Two(), time), strategy, Budget());
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return run.IsCompleted;
        });
        AssertMissing(await run, strategy, "did not answer within 60 s");
        port.Release();
    }

    [Fact]
    public async Task What_is_asked_of_a_port_ends_with_the_run()
    {
        var time = new FakeTime();
        var port = new Port { Hangs = true, Heeds = true };
        var run = RunAsync(port.Runner(Two(), time), Curious(), Budget(deadline: TimeSpan.FromSeconds(2)));
        await UntilAsync(() => port.Live == 5);
        time.Advance(TimeSpan.FromSeconds(2));
        var told = await run;
        Assert.Equal((RunEnd.DeadlineReached, 0), (told.Result.End, told.Result.Tokens.Cancelled));
        await UntilAsync(() => port.Live == 0);
    }

    [Fact]
    public async Task Nothing_is_asked_about_chains_that_have_not_ended()
    {
        var port = new Port();
        var asked = new Decision.More { Score = [new(0, RewardKind.Outcome), new(-1, RewardKind.Outcome)], Check = [0, 9], Compare = [new(0, 0), new(0, 5)] };
        var told = await RunAsync(port.Runner(Two()), new ScriptedStrategy(_ => asked), Budget());
        Assert.Equal((RunEnd.Failed, 0, 0, 0), (told.Result.End, port.Scores, port.Checks, port.Compares));
    }

    [Fact]
    public async Task Rewards_that_are_not_what_was_asked_for_are_missing()
    {
        foreach (var rewards in (IReadOnlyList<Reward>[])[[], [new([double.NaN]), new([double.NaN])]])
        {
            var strategy = Curious();
            var told = await RunAsync(new Port { Rewards = rewards }.Runner(Two()), strategy, Budget());
            Assert.All(told.Result.Chains, chain => Assert.Empty(chain.Outcome!.Steps));
            Assert.All(told.Result.Chains, chain => Assert.NotNull(chain.Outcome!.Missing));
        }
    }

    [Fact]
    public async Task Many_inquiries_are_made_a_few_at_a_time()
    {
        var port = new Port();
        var strategy = new ScriptedStrategy(run => run switch
        {
            { Ended.Count: 0, InFlight.Count: 0 } => Decision.Start(60),
            { InFlight.Count: > 0 } => new Decision.Wait(),
            _ when run.Ended.All(chain => chain.Check is not null) => Answer(run),
            _ => new Decision.More { Check = [.. run.Ended.Select(chain => chain.Index)] },
        }, asked: 60);
        var told = await RunAsync(port.Runner(Two()), strategy, Budget());
        Assert.Equal((60, 60), (port.Checks, told.Result.Chains.Count(chain => chain.Check!.Message == $"not {chain.Index}")));
        Assert.InRange(port.Peak, 1, 16);
    }

    private static void AssertMissing(Told told, ScriptedStrategy strategy, string why)
    {
        Assert.Equal(RunEnd.Answered, told.Result.End);
        Assert.All(told.Result.Chains, chain => Assert.EndsWith(why, chain.Outcome!.Missing, StringComparison.Ordinal));
        Assert.All(told.Result.Chains, chain => Assert.Equal(CheckEnd.Unknown, chain.Check!.End));
        Assert.All(told.Result.Chains, chain => Assert.EndsWith(why, chain.Check!.Message, StringComparison.Ordinal));
        var compared = Assert.Single(strategy.Seen[^1].Comparisons);
        Assert.Equal((0, 1, null), (compared.Left, compared.Right, compared.Preferred));
        Assert.EndsWith(why, compared.Missing, StringComparison.Ordinal);
    }

    /// <summary>All three ports.</summary>
    private sealed class Port : IScorer, IChecker, IJudge
    {
        private readonly TaskCompletionSource _released = new();
        private int _scores, _checks, _compares, _live, _peak;

        public Action Fault { get; init; } = () => { };
        public bool Hangs { get; init; }
        public bool Heeds { get; init; }
        public IReadOnlyList<Reward>? Rewards { get; init; }
        public int Scores => _scores;
        public int Checks => _checks;
        public int Compares => _compares;
        public int Live => _live;
        public int Peak => _peak;

        public Runner Runner(IChainSampler sampler, TimeProvider? time = null) =>
            new(sampler, time ?? TimeProvider.System) { Scorer = this, Checker = this, Judge = this };

        public void Release() => _released.TrySetResult();

        public async ValueTask<IReadOnlyList<Reward>> ScoreAsync(RewardKind kind, IReadOnlyList<Chain> chains, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _scores);
            await WorkAsync(cancellation);
            return Rewards ?? [.. chains.Select(_ => new Reward([0.5]))];
        }

        public async ValueTask<CheckResult> CheckAsync(Chain chain, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _checks);
            await WorkAsync(cancellation);
            return new CheckResult(CheckEnd.Failed, $"not {chain.Index}");
        }

        public async ValueTask<Comparison> CompareAsync(Chain left, Chain right, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _compares);
            await WorkAsync(cancellation);
            return new Comparison(left.Index, right.Index, right.Index, 7);
        }

        private async Task WorkAsync(CancellationToken cancellation)
        {
            Fault();
            var live = Interlocked.Increment(ref _live);
            for (var peak = _peak; live > peak; peak = _peak) Interlocked.CompareExchange(ref _peak, live, peak);
            try
            {
                await Task.Yield();
                if (Hangs) await _released.Task.WaitAsync(Heeds ? cancellation : CancellationToken.None);
            }
            finally
            {
                Interlocked.Decrement(ref _live);
            }
        }
    }
}
