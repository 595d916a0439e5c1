using System.Net;
using System.Net.Sockets;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Tests.Fakes;
using ReasonOps.Reasoning.Chains;
using static ReasonOps.Engines.Tests.Fakes.Scripts;

namespace ReasonOps.Engines.Tests.Pool;

public sealed class EnginePoolTests
{
    [Fact]
    public async Task A_ready_engine_that_is_late_with_its_health_once_is_busy_not_down()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var running = await RunningPool.StartAsync(EngineRuntime.Onnx, engine);
        var looks = 0;
        var next = new TaskCompletionSource<EngineState>(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Looked = async context =>
        {
            if (Interlocked.Increment(ref looks) == 1) await context.Hang();
            else next.TrySetResult(running.Pool.Engines[0].State);
        };
        Assert.Equal(EngineState.Ready, await next.Task.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_ready_engine_that_stays_late_with_its_health_is_down()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var running = await RunningPool.StartAsync(
            new EnginePlaces(EngineRuntime.Onnx, [engine.Address]), RunningPool.Fast with { HealthTimeout = TimeSpan.FromSeconds(0.5) });
        engine.Looked = context => context.Hang();
        await RunningPool.UntilAsync(() => running.Pool.Engines[0].State == EngineState.Down);
        Assert.Equal("no answer about its health within 0.5 s", running.Pool.Engines[0].Reason);
    }

    private static readonly ChainsRequest One = new(0, 1, 1, 10, 10);

    [Fact]
    public async Task A_request_goes_where_the_fewest_tokens_are_in_flight()
    {
        await using var a = await FakeEngine.StartAsync();
        await using var b = await FakeEngine.StartAsync();
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, a, b);
        using var big = running.Pool.TryLease(1, 1000)!;
        using var small = running.Pool.TryLease(4, 100)!;
        using var third = running.Pool.TryLease(1, 100)!;
        Assert.NotSame(big.Engine, small.Engine);
        Assert.Same(small.Engine, third.Engine);
        small.Advance(0, 1);
        Assert.Equal((2, 100L), (small.Engine.ChainsInFlight, small.Engine.TokensInFlight));
        Assert.Same(big.Engine, running.Pool.TryLease(1, 1, prefix: big.Engine)!.Engine);
        Assert.Same(small.Engine, running.Pool.TryLease(1, 1, prefix: big.Engine, except: big.Engine)!.Engine);
    }

    [Fact]
    public async Task A_chain_is_predicted_to_end_halfway_between_what_it_has_and_what_it_may()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        var lease = running.Pool.TryLease(2, 100)!;
        Assert.Equal(100, lease.Engine.TokensInFlight);
        lease.Advance(100, 2);
        Assert.Equal(150, lease.Engine.TokensInFlight);
        lease.Advance(20, 1);
        Assert.Equal(80, lease.Engine.TokensInFlight);
        lease.Advance(1000, 1);
        Assert.Equal(100, lease.Engine.TokensInFlight);
        lease.Dispose();
        lease.Dispose();
        Assert.Equal((0, 0L), (lease.Engine.ChainsInFlight, lease.Engine.TokensInFlight));
    }

    [Fact]
    public async Task A_conversation_keeps_to_its_engine_until_that_one_has_more_than_its_part()
    {
        await using var a = await FakeEngine.StartAsync();
        await using var b = await FakeEngine.StartAsync();
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, a, b);
        var home = Leased(running.Pool, conversation: 7);
        Assert.All(Enumerable.Range(0, 5), _ => Assert.Same(home, Leased(running.Pool, conversation: 7)));
        Assert.Equal(2, Enumerable.Range(0, 64).Select(key => Leased(running.Pool, (ulong)key * 7919)).Distinct().Count());
        using var heavy = running.Pool.TryLease(1, 1000, prefix: home);
        Assert.NotSame(home, Leased(running.Pool, conversation: 7));
    }

    private static Engine Leased(EnginePool pool, ulong conversation)
    {
        using var lease = pool.TryLease(1, 10, conversation: conversation);
        return lease!.Engine;
    }

    [Fact]
    public async Task An_engine_that_refuses_connections_leaves_at_once_and_returns_when_well()
    {
        var engine = await FakeEngine.StartAsync();
        var url = engine.Url.GetLeftPart(UriPartial.Authority);
        var slow = RunningPool.Fast with { HealthEvery = TimeSpan.FromMinutes(1) };
        await using var running = await RunningPool.StartAsync(new EnginePlaces(EngineRuntime.Vllm, [engine.Address]), slow);
        await engine.DisposeAsync();
        var question = running.Ask();
        var failed = Assert.Single((await question.AllAsync(One)).Ends());
        Assert.Contains("unreachable", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(EngineState.Down, running.Pool.Engines[0].State);
        Assert.NotNull(running.Pool.Engines[0].Reason);
        Assert.Equal("no engine is ready", Assert.Single((await running.Ask().AllAsync(One)).Ends()).Reason);

        await using var again = await FakeEngine.StartAsync((_, context) => context.Stream(Finish(0), Done), url);
        await running.Pool.WaitUntilReadyAsync(default).WaitAsync(RunningPool.Patience);
        Assert.Equal(ChainEnd.Stopped, Assert.Single((await question.AllAsync(One)).Ends()).End);
    }

    [Fact]
    public async Task A_question_moves_when_the_engine_with_its_prefix_is_gone()
    {
        FakeEngine.Script answer = (_, context) => context.Stream(Finish(0), Done);
        var a = await FakeEngine.StartAsync(answer);
        var b = await FakeEngine.StartAsync(answer);
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, a, b);
        var question = running.Ask();
        await question.AllAsync(One);
        var (home, other) = question.Home!.Address.Url == a.Url ? (a, b) : (b, a);
        await home.DisposeAsync();
        Assert.Equal(ChainEnd.Stopped, Assert.Single((await question.AllAsync(One)).Ends()).End);
        Assert.Equal(other.Url, question.Home!.Address.Url);
        await other.DisposeAsync();
    }

    [Fact]
    public async Task An_unwell_engine_gets_nothing_until_it_is_well()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        engine.Health = 503;
        await RunningPool.UntilAsync(() => running.Pool.Engines[0].State == EngineState.Down);
        Assert.Equal("GET /health answered 503", running.Pool.Engines[0].Reason);
        Assert.Null(running.Pool.TryLease(1, 1));
        engine.Health = 200;
        await RunningPool.UntilAsync(() => running.Pool.Engines[0].State == EngineState.Ready);
        Assert.Null(running.Pool.Engines[0].Reason);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(401)]
    public async Task An_api_without_health_is_well_when_it_lists_its_models(int health)
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Health = health;
        await using var running = await RunningPool.StartAsync(EngineRuntime.OpenAi, engine);
        engine.Models = 401;
        await RunningPool.UntilAsync(() => running.Pool.Engines[0].State == EngineState.Down);
        Assert.Equal("GET /v1/models answered 401", running.Pool.Engines[0].Reason);
    }

    [Fact]
    public async Task Engines_come_and_go_with_their_name()
    {
        await using var engine = await FakeEngine.StartAsync();
        var lookups = 0;
        IPAddress[] found = [IPAddress.Loopback, IPAddress.IPv6Loopback];
        var options = RunningPool.Fast with
        {
            Resolve = (host, _) =>
            {
                lookups++;
                return host == "math.team-a.svc" && found.Length > 0 ? Task.FromResult(found) : throw new SocketException(11001);
            },
        };
        var name = new UriBuilder(engine.Url) { Host = "math.team-a.svc" }.Uri;
        await using var running = await RunningPool.StartAsync(new EnginePlaces(EngineRuntime.Vllm, [], name), options);
        var first = Assert.Single(running.Pool.Engines);
        Assert.Equal(engine.Url, first.Address.Url);

        found = []; // the name server is away
        var asked = lookups;
        await RunningPool.UntilAsync(() => lookups > asked + 2);
        Assert.Same(first, Assert.Single(running.Pool.Engines));

        using (running.Pool.TryLease(1, 10))
        {
            found = [IPAddress.Parse("127.0.0.2")];
            await RunningPool.UntilAsync(() => first.State == EngineState.Draining);
            Assert.Contains(first, running.Pool.Engines);
            Assert.Same(first, running.Pool.TryLease(0, 0, prefix: first)!.Engine);
            Assert.NotSame(first, running.Pool.TryLease(0, 0)?.Engine);
        }
        await RunningPool.UntilAsync(() => !running.Pool.Engines.Contains(first));
    }

    [Fact]
    public async Task Engines_listed_again_keep_their_state()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var running = await RunningPool.StartAsync(EngineRuntime.Vllm, engine);
        var first = running.Pool.Engines[0];
        using var lease = running.Pool.TryLease(1, 10);
        running.Pool.Move(new EnginePlaces(EngineRuntime.Vllm, []));
        Assert.Equal(EngineState.Draining, first.State);
        running.Pool.Move(new EnginePlaces(EngineRuntime.Vllm, [engine.Address]));
        Assert.Same(first, Assert.Single(running.Pool.Engines));
        Assert.Equal(EngineState.Ready, first.State);
    }

    [Fact]
    public void A_key_is_never_part_of_what_an_address_prints() =>
        Assert.DoesNotContain("secret", new EngineAddress(new Uri("http://h:1/v1"), "secret").ToString(), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_runtime_is_named_with_those_there_are() =>
        Assert.Contains("\"tgi\" is none of vllm, sglang, llamacpp, onnx, openai", Assert.Throws<ArgumentException>(() => EngineRuntime.Of("tgi")).Message, StringComparison.Ordinal);
}
