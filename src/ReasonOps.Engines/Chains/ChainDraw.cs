using System.Threading.Channels;
using ReasonOps.Engines.Pool;
using ReasonOps.Engines.Runtimes;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Chains;

namespace ReasonOps.Engines.Chains;

/// <summary>One HTTP request's worth of chains, on whichever engine it is run.</summary>
internal sealed class ChainDraw(
    ChainsRequest asked, bool reportsPrompt, ChatRequest template, bool whole, ChannelWriter<ChainEvent> events, EngineOptions options, TimeProvider time)
{
    // Events of one chunk, on their way to a bounded channel.
    private readonly Queue<ChainEvent> _reported = new();
    private ChainStream? _stream;

    public ChainsRequest Asked => asked;

    /// <summary>Fails the chains that have not ended.</summary>
    public async Task FailAsync(ChainEnd end, string reason, CancellationToken cancellation)
    {
        (_stream ?? Stream(EngineRuntime.OpenAi)).Fail(end, reason);
        await SendAsync(cancellation);
    }

    /// <returns>Null once every chain has ended.</returns>
    public async Task<EngineFailure?> RunAsync(EngineLease lease, CancellationToken cancellation)
    {
        var engine = lease.Engine;
        // A field that the engine refuses is left out of the next try, and known for good.
        for (var tries = 0; ; tries++)
        {
            try
            {
                if (whole && ChainRequests.EndsByItself(template, asked, engine)) await WaitAsync(engine, cancellation);
                else await StreamAsync(lease, cancellation);
                return _stream!.Running == 0 ? null : new($"engine {engine.Name} ended its stream before its chains", false, !_stream.Started);
            }
            catch (ApiException refusal) when (tries < ChainRequests.Dispensable.Length && Learns(engine, refusal))
            {
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested && EngineFailure.Of(failure, engine.Name, _stream!.Started) is { } known)
            {
                return known;
            }
        }
    }

    private static bool Learns(Engine engine, ApiException refusal) =>
        refusal.Status is 400 or 422
        && Array.Find(ChainRequests.Dispensable, field => refusal.Message.Contains(field, StringComparison.Ordinal) || refusal.Error.Param == field) is { } refused
        && engine.LearnRefusal(refused);

    private async Task StreamAsync(EngineLease lease, CancellationToken cancellation)
    {
        var engine = lease.Engine;
        _stream = Stream(engine.Runtime, engine.Serves);
        using var late = new CancellationTokenSource(options.FirstChunk, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            await foreach (var chunk in engine.Client.StreamChatAsync(ChainRequests.Build(template, asked, engine), either.Token))
            {
                _stream.Read(chunk);
                // A reader that takes its time is not the engine's idleness.
                late.CancelAfter(Timeout.InfiniteTimeSpan);
                lease.Advance(_reported.Sum(Tokens), _stream.Running);
                await SendAsync(cancellation);
                late.CancelAfter(options.Idle);
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(_stream.Started ? $"silent for {options.Idle.TotalSeconds:0.##} s" : "it did not begin to answer in time");
        }
    }

    private async Task WaitAsync(Engine engine, CancellationToken cancellation)
    {
        _stream = Stream(engine.Runtime, engine.Serves);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var request = ChainRequests.Build(template, asked, engine) with { Stream = null, StreamOptions = null };
        var answer = engine.Client.ChatAsync(request, enough.Token);
        try
        {
            await new WholeWait(engine, options, time).ForAsync(answer, ChainRequests.MaxTokens(asked), cancellation);
            _stream.Read(await answer);
            await SendAsync(cancellation);
        }
        finally
        {
            await enough.CancelAsync();
            await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static long Tokens(ChainEvent e) => e switch
    {
        ChainEvent.Thought thought => thought.Tokens,
        ChainEvent.Said said => said.Tokens,
        _ => 0,
    };

    private ChainStream Stream(EngineRuntime runtime, string? weights = null) =>
        new(asked, runtime, reportsPrompt && _stream is not { Prompted: true }, _reported.Enqueue, weights);

    private async ValueTask SendAsync(CancellationToken cancellation)
    {
        while (_reported.TryDequeue(out var e)) await events.WriteAsync(e, cancellation);
    }
}
