using ReasonOps.Engines.Chains;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Engines.Tests.Fakes;

/// <summary>A pool over fake engines whose watch runs until the end of the test.</summary>
internal sealed class RunningPool : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static readonly EngineOptions Fast = new()
    {
        FirstChunk = TimeSpan.FromSeconds(10),
        Idle = TimeSpan.FromSeconds(10),
        HealthEvery = TimeSpan.FromMilliseconds(200),
        LongestBackoff = TimeSpan.FromMilliseconds(500),
        DnsEvery = TimeSpan.FromMilliseconds(100),
    };

    private readonly CancellationTokenSource _end = new();
    private readonly Task _run;

    private RunningPool(EnginePool pool) => (Pool, _run) = (pool, pool.RunAsync(_end.Token));

    public EnginePool Pool { get; }

    public static async Task<RunningPool> StartAsync(EnginePlaces places, EngineOptions? options = null, int ready = 1, TimeProvider? time = null)
    {
        var running = new RunningPool(new EnginePool(places, options ?? Fast, time));
        await UntilAsync(() => running.Pool.Engines.Count(engine => engine.State == EngineState.Ready) >= ready);
        return running;
    }

    public static Task<RunningPool> StartAsync(EngineRuntime runtime, params FakeEngine[] engines) =>
        StartAsync(new EnginePlaces(runtime, [.. engines.Select(engine => engine.Address)]), ready: engines.Length);

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(10, late.Token);
    }

    public EngineChainSampler Ask(ChatRequest? template = null) =>
        new(Pool, template ?? new ChatRequest { Model = "m", Messages = [new() { Role = "user", Content = "1+1=" }], TopK = 5, MaxCompletionTokens = 7 });

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
        Pool.Dispose();
        _end.Dispose();
    }
}

internal static class Sampling
{
    public static async Task<List<ChainEvent>> AllAsync(this IChainSampler sampler, ChainsRequest request)
    {
        using var late = new CancellationTokenSource(RunningPool.Patience);
        var events = new List<ChainEvent>();
        await foreach (var e in sampler.SampleAsync(request, late.Token)) events.Add(e);
        return events;
    }

    public static IEnumerable<ChainEvent.Ended> Ends(this IEnumerable<ChainEvent> events) => events.OfType<ChainEvent.Ended>();
}
