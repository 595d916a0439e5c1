using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ReasonOps.Inference.Cache;
using ReasonOps.Inference.Decoding;
using ReasonOps.Inference.Metrics;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Sampling;

namespace ReasonOps.Inference.Scheduling;

/// <summary>
/// The embedded engine: one thread that takes requests in, runs step after step over whatever chains there are
/// (continuous batching: they join and leave between steps), and hands each its tokens.
/// </summary>
public sealed partial class Engine : IAsyncDisposable
{
    private readonly ModelFolder _model;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Decoder _decoder;
    private readonly BlockPool _pool;
    private readonly Scheduler _scheduler;
    private readonly StepPlanner _planner;
    private readonly StepBatch _batch;
    private readonly Sampler _sampler;
    private readonly Channel<ChainGroup> _incoming;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private readonly Dictionary<ChainGroup, List<ChainToken>> _published = [];
    private int _waitingRequests;
    private int _disposed;

    public Engine(ModelFolder model, EngineOptions options, TimeProvider time, ILogger<Engine> log)
    {
        (_model, _options, _time, _log) = (model, options.Checked(model.Config.BlockSize), time, log);
        var blocks = options.KeyValueTokens / model.Config.BlockSize;
        _decoder = new Decoder(model, blocks, options.Decoder);
        _pool = new BlockPool(blocks);
        _scheduler = new Scheduler(_pool, model.Config.BlockSize, options.MaxRunningChains);
        _planner = new StepPlanner(model.Config.BlockSize, options.MaxPromptRows);
        _batch = new StepBatch(model.Config.BlockSize);
        _sampler = new Sampler(model.Config.Vocabulary, model.Tokenizer.NeverSampled);
        // Bounded by the count of waiting requests. What goes on synchronously is waking the engine's thread.
        _incoming = Channel.CreateUnbounded<ChainGroup>(new() { SingleReader = true, AllowSynchronousContinuations = true });
        Metrics = new EngineMetrics(model.Config.BlockSize, blocks);
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public ModelFolder Model => _model;
    public EngineMetrics Metrics { get; }

    /// <summary>False once the loop has ended, for whatever reason.</summary>
    public bool Healthy => !_loop.IsCompleted;

    /// <summary>Tokens that fit the cache.</summary>
    public int Capacity => _pool.Capacity * _model.Config.BlockSize;

    /// <summary>Tokens that a prompt and one of its chains may have together.</summary>
    public int Longest => Math.Min(_model.Config.Context, Capacity - _model.Config.BlockSize);

    /// <exception cref="EngineBusyException">As many requests wait already as may.</exception>
    /// <exception cref="EngineStoppedException">The engine is stopping, or has failed.</exception>
    /// <exception cref="ArgumentException">It makes no sense, or one of its chains alone could not fit the cache or the model's context.</exception>
    public Generation Submit(GenerationRequest request)
    {
        Check(request);
        if (!Healthy) throw new EngineStoppedException();
        var group = new ChainGroup(new Generation(request)) { Submitted = _time.GetTimestamp() };
        if (Interlocked.Increment(ref _waitingRequests) > _options.MaxWaitingRequests)
        {
            Interlocked.Decrement(ref _waitingRequests);
            throw new EngineBusyException(_options.MaxWaitingRequests);
        }
        if (!_incoming.Writer.TryWrite(group)) throw new EngineStoppedException();
        return group.Generation;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        await _stop.CancelAsync();
        await _loop;
        _decoder.Dispose();
        _stop.Dispose();
    }

    private void Check(GenerationRequest request)
    {
        var sampling = request.Sampling;
        if (request.Prompt.Length == 0) throw new ArgumentException("the prompt is empty");
        if (Array.FindIndex(request.Prompt, token => token < 0 || token >= _model.Config.Vocabulary) is var wrong and >= 0)
            throw new ArgumentException($"the prompt has token {request.Prompt[wrong]}; tokens are 0 to {_model.Config.Vocabulary - 1}");
        if (request.Count < 1) throw new ArgumentException($"{request.Count} chains are asked for; at least 1 is needed");
        if (request.MaxTokens < 1) throw new ArgumentException($"chains may have {request.MaxTokens} tokens; at least 1 is needed");
        if (!(sampling.Temperature >= 0)) throw new ArgumentException($"temperature is {sampling.Temperature}; it must be at least 0");
        if (!(sampling.TopP > 0)) throw new ArgumentException($"top-p is {sampling.TopP}; it must be above 0");
        if (request.MaxTokens > Longest - request.Prompt.Length)
            throw new ArgumentException($"a prompt of {request.Prompt.Length} tokens and {request.MaxTokens} new ones do not fit; together they may be {Longest} here");
    }

    private void Loop()
    {
        Exception? failure = null;
        try
        {
            while (TakeIn()) Step();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // whatever it is, every waiting reader must hear of it
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
            Failed(_log, e);
        }
        End(new EngineStoppedException(failure));
    }

    /// <summary>Takes in what has come; waits when there is nothing to do. False when the engine stops.</summary>
    private bool TakeIn()
    {
        EnqueueIncoming();
        if (_scheduler.Idle)
        {
            // Blocks the engine's own thread: a loop of steps on the pool's few would hold up whoever else needs them.
            if (!_incoming.Reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult()) return false;
            EnqueueIncoming();
        }
        return !_stop.IsCancellationRequested;
    }

    private void EnqueueIncoming()
    {
        while (_incoming.Reader.TryRead(out var group)) _scheduler.Enqueue(group);
    }

    private void Step()
    {
        Admit();
        ComputePrompts();
        StartChains();
        HandOut();
        _scheduler.Grow();
        ContinueChains();
        HandOut();
    }

    private void Admit()
    {
        var waited = _scheduler.WaitingRequests;
        foreach (var group in _scheduler.DropCancelled().Where(group => group.Ended)) group.Generation.Complete();
        _scheduler.Admit();
        Interlocked.Add(ref _waitingRequests, _scheduler.WaitingRequests - waited);
    }

    private void ComputePrompts()
    {
        var prompts = _planner.Prompts(_scheduler.Running, _batch);
        if (prompts.Count == 0) return;
        var logits = _decoder.Run(_batch);
        var vocabulary = _model.Config.Vocabulary;
        foreach (var (group, count) in prompts)
        {
            group.Prefix!.Advance(count);
            Metrics.PromptTokens += count;
            if (!group.Prefix.Ready) continue;
            group.FirstLogits = logits[..vocabulary].ToArray();
            logits = logits[vocabulary..];
        }
    }

    private void StartChains()
    {
        foreach (var chain in _scheduler.Running)
        {
            if (chain.Tokens.Count == 0 && chain.Group is { FirstLogits: { } logits, Prefix.Ready: true }) Append(chain, logits);
        }
    }

    private void ContinueChains()
    {
        var planned = _planner.Chains(_scheduler.Running, _batch);
        if (planned.Count == 0) return;
        var logits = _decoder.Run(_batch);
        var vocabulary = _model.Config.Vocabulary;
        foreach (var (chain, count) in planned)
        {
            chain.Advance(count);
            if (chain.Computed < chain.Tokens.Count) continue;
            Append(chain, logits[..vocabulary]);
            logits = logits[vocabulary..];
        }
    }

    private void Append(LiveChain chain, ReadOnlySpan<float> logits)
    {
        var options = chain.Group.Request.Sampling;
        var sample = chain.MustEndThinking
            ? _sampler.Given(logits, _model.EndOfThinking, options)
            : _sampler.Draw(logits, options, chain.Seed, chain.Tokens.Count);
        var (thinking, isMark, finish) = chain.Append(sample.Token, _model.EndOfThinking, _model.EndOfAnswer);
        if (!_published.TryGetValue(chain.Group, out var tokens)) _published[chain.Group] = tokens = [];
        tokens.Add(new ChainToken(chain.Index, sample, isMark ? "" : _model.Tokenizer.Text(sample.Token), thinking, finish));
        Metrics.Sampled(chain, _time);
    }

    /// <summary>Lets go of the chains that ended, then tells readers: who has read the last token finds metrics that know of it.</summary>
    private void HandOut()
    {
        _scheduler.RemoveEnded();
        Observe();
        foreach (var (group, tokens) in _published)
        {
            group.Generation.Publish(tokens);
            if (group.Ended) group.Generation.Complete();
        }
        _published.Clear();
    }

    private void End(EngineStoppedException reason)
    {
        _incoming.Writer.TryComplete();
        EnqueueIncoming();
        foreach (var group in _scheduler.Groups) group.Generation.Complete(reason);
    }

    private void Observe() => Metrics.Observe(
        _scheduler.Running.Count, _scheduler.Waiting, (double)_pool.Used / _pool.Capacity,
        _scheduler.Preemptions, _scheduler.PrefixQueries, _scheduler.PrefixHits, _pool.Peak);
}
