using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Engines.Chains;

/// <summary>
/// Draws the chains of one question from a pool's engines. All of them come from the engine that got the first, which
/// holds the question's prefix, for as long as it is up.
/// </summary>
/// <param name="template">The question: model, messages and sampling. Counts, seeds and budgets come with each request for chains.</param>
public sealed class EngineChainSampler(EnginePool pool, ChatRequest template) : IChainSampler
{
    private const int MaxUnread = 256;

    /// <summary>Of chains that nobody waits for, while their engine is full: 0.1 s, doubled five times, and then about five minutes of them.</summary>
    private const int MostTries = 100;
    private const int LongestPause = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.1);

    /// <summary>An engine that asks for more is asked again all the same.</summary>
    private static readonly TimeSpan MostAsked = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Nobody looks at a chain before its end: each comes as one answer in place of a stream, which spares both sides a message a token. Where an engine
    /// would draw beyond the end of a step, it is streamed all the same, so that it can be stopped there.
    /// </summary>
    public bool Whole { get; init; }

    /// <summary>Told whenever an engine has as much to do as it takes.</summary>
    public Action? Full { get; init; }

    private readonly Lock _gate = new();
    private readonly Dictionary<int, Engine> _drawnBy = [];
    private readonly ulong? _conversation = Conversation.Of(template.Messages);
    private Engine? _home;
    private Engine? _failed;

    /// <summary>The engine that drew a chain, or draws it; null of one that none could be found for.</summary>
    public Engine? DrawnBy(int chain)
    {
        lock (_gate) return _drawnBy.GetValueOrDefault(chain);
    }

    /// <summary>The engine that holds the question's prefix; null before the first request.</summary>
    public Engine? Home => _home;

    public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var events = Channel.CreateBounded<ChainEvent>(new BoundedChannelOptions(MaxUnread) { SingleReader = true });
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var drawing = DrawAsync(request, events.Writer, enough.Token);
        try
        {
            // Not cancelled: it ends with the drawing, and what had come by then is spent and has to be counted.
            await foreach (var e in events.Reader.ReadAllAsync(CancellationToken.None)) yield return e;
        }
        finally
        {
            await enough.CancelAsync();
            await drawing;
        }
    }

    /// <summary>Draws all chains and completes the channel; throws nothing.</summary>
    private async Task DrawAsync(ChainsRequest request, ChannelWriter<ChainEvent> events, CancellationToken cancellation)
    {
        try
        {
            var requests = Split(request).Select(part => new ChainDraw(part, part.First == request.First, template, Whole, events, pool.Options, pool.Time));
            await Task.WhenAll(requests.Select(draw => DrawAsync(draw, cancellation)));
            events.Complete();
        }
        catch (Exception failure)
        {
            events.Complete(failure);
        }
    }

    private async Task DrawAsync(ChainDraw draw, CancellationToken cancellation)
    {
        if ((Lease(draw.Asked, except: null) ?? await NextAsync(draw.Asked, cancellation)) is not { } first)
        {
            await draw.FailAsync(ChainEnd.Failed, "no engine is ready", cancellation);
            return;
        }
        var outcome = await RunAsync(draw, first, cancellation);
        // Nothing was heard of any chain: the same ones, same seeds, are drawn elsewhere, once.
        if (outcome is { CanMove: true } && (Lease(draw.Asked, except: first.Engine) ?? await NextAsync(draw.Asked, cancellation)) is { } second)
            outcome = await RunAsync(draw, second, cancellation);
        for (var tries = 0; Whole && outcome is { Busy: true } && tries < MostTries; tries++)
        {
            Full?.Invoke();
            await Task.Delay(Pause(tries, outcome.Wait), pool.Time, cancellation);
            if (Lease(draw.Asked, except: null) is { } later) outcome = await RunAsync(draw, later, cancellation);
        }
        if (outcome is not null) await draw.FailAsync(outcome.Refused ? ChainEnd.Refused : ChainEnd.Failed, outcome.Reason, cancellation);
    }

    /// <param name="tries">That it was full at before.</param>
    /// <param name="asked">By the engine.</param>
    private static TimeSpan Pause(int tries, TimeSpan? asked)
    {
        var own = FirstPause * Math.Pow(2, Math.Min(tries, LongestPause));
        return asked > own ? TimeSpan.FromTicks(Math.Min(asked.Value.Ticks, MostAsked.Ticks)) : own;
    }

    /// <summary>Where none is left and one comes for those who wait, that one; the last may have gone just now.</summary>
    private async Task<EngineLease?> NextAsync(ChainsRequest asked, CancellationToken cancellation)
    {
        while (pool.OneComes)
        {
            await pool.WaitUntilReadyAsync(cancellation);
            if (Lease(asked, except: null) is { } lease) return lease;
        }
        return null;
    }

    private async Task<EngineFailure?> RunAsync(ChainDraw draw, EngineLease lease, CancellationToken cancellation)
    {
        using (lease)
        {
            var failure = await draw.RunAsync(lease, cancellation);
            if (failure is { Unreachable: true }) pool.Lose(lease.Engine, failure.Reason);
            // One that hangs is still well by its health: what it failed at is tried elsewhere first.
            if (failure is { Refused: false }) Avoid(lease.Engine);
            return failure;
        }
    }

    /// <summary>Requests as the engines take them: one for all chains, or one a chain where <c>n</c> cannot be relied on.</summary>
    private IEnumerable<ChainsRequest> Split(ChainsRequest request)
    {
        var isOne = pool.Engines.All(engine => engine.Runtime.ManyChains);
        return isOne ? [request] : Enumerable.Range(request.First, request.Count).Select(chain => request with { First = chain, Count = 1 });
    }

    private void Avoid(Engine engine)
    {
        lock (_gate)
        {
            _failed = engine;
            if (_home == engine) _home = null;
        }
    }

    private EngineLease? Lease(ChainsRequest asked, Engine? except)
    {
        lock (_gate)
        {
            var tokens = ChainRequests.MaxTokens(asked);
            var lease = pool.TryLease(asked.Count, tokens, _home, except ?? _failed, _conversation) ?? pool.TryLease(asked.Count, tokens, _home, except, _conversation);
            if (lease is null) return null;
            _home = lease.Engine;
            for (var chain = asked.First; chain < asked.First + asked.Count; chain++) _drawnBy[chain] = lease.Engine;
            return lease;
        }
    }
}
