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

    public Engine(ModelFolder model, EngineOptions options, TimeProvider time, ILogger<Engine> log)
    {
        (_model, _options, _time, _log) = (model, options, time, log);
        var blocks = Math.Max(1, options.KeyValueTokens / model.Config.BlockSize);
        _decoder = new Decoder(model, blocks, options.Decoder);
        _pool = new BlockPool(blocks);
        _scheduler = new Scheduler(_pool, model.Config.BlockSize, options.MaxRunningChains);
        _planner = new StepPlanner(model.Config.BlockSize, options.MaxPromptRows);
        _batch = new StepBatch(model.Config.BlockSize);
        _sampler = new Sampler(model.Config.Vocabulary, model.Tokenizer.NeverSampled);
        _incoming = Channel.CreateBounded<ChainGroup>(new BoundedChannelOptions(options.MaxWaitingRequests) { SingleReader = true });
        Metrics = new EngineMetrics(model.Config.BlockSize, blocks);
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
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
    /// <exception cref="ArgumentException">One chain alone could not fit the cache or the model's context.</exception>
    public Generation Submit(GenerationRequest request)
    {
        CheckFits(request);
        var group = new ChainGroup(new Generation(request)) { Submitted = _time.GetTimestamp() };
        if (!Healthy || !_incoming.Writer.TryWrite(group)) throw new EngineBusyException(_options.MaxWaitingRequests);
        return group.Generation;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _decoder.Dispose();
        _stop.Dispose();
    }

    private void CheckFits(GenerationRequest request)
    {
        if (request.Prompt.Length == 0) throw new ArgumentException("the prompt is empty");
        if (request.Prompt.Length + request.MaxTokens > Longest)
            throw new ArgumentException($"a prompt of {request.Prompt.Length} tokens and {request.MaxTokens} new ones do not fit; together they may be {Longest} here");
    }

    private async Task Loop()
    {
        Exception? failure = null;
        try
        {
            while (await NextAsync()) Step();
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
        End(failure ?? new OperationCanceledException("the engine is stopping"));
    }

    /// <summary>Takes in what has come; waits when there is nothing to do. False when the engine stops.</summary>
    private async ValueTask<bool> NextAsync()
    {
        while (_incoming.Reader.TryRead(out var group)) _scheduler.Enqueue(group);
        if (_scheduler.Idle)
        {
            Observe();
            if (!await _incoming.Reader.WaitToReadAsync(_stop.Token)) return false;
            while (_incoming.Reader.TryRead(out var group)) _scheduler.Enqueue(group);
        }
        return !_stop.IsCancellationRequested;
    }

    private void Step()
    {
        foreach (var group in _scheduler.DropCancelled().Where(group => group.Ended)) group.Generation.Complete();
        _scheduler.Admit();
        ComputePrompts();
        StartChains();
        _scheduler.RemoveEnded();
        _scheduler.Grow();
        Metrics.ObserveUsed(_pool.Used);
        ContinueChains();
        _scheduler.RemoveEnded();
        Publish();
        Observe();
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
        var chains = _planner.Chains(_scheduler.Running, _batch);
        if (chains.Count == 0) return;
        var logits = _decoder.Run(_batch);
        var vocabulary = _model.Config.Vocabulary;
        for (var i = 0; i < chains.Count; i++)
        {
            chains[i].MarkComputed();
            Append(chains[i], logits.Slice(i * vocabulary, vocabulary));
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

    private void Publish()
    {
        foreach (var (group, tokens) in _published)
        {
            group.Generation.Publish(tokens);
            if (group.Ended) group.Generation.Complete();
        }
        _published.Clear();
    }

    private void End(Exception reason)
    {
        _incoming.Writer.TryComplete();
        while (_incoming.Reader.TryRead(out var group)) _scheduler.Enqueue(group);
        foreach (var group in _scheduler.Clear()) group.Generation.Complete(reason);
    }

    private void Observe() => Metrics.Observe(
        _scheduler.Running.Count, _scheduler.Waiting, (double)_pool.Used / _pool.Capacity,
        _scheduler.Preemptions, _scheduler.PrefixQueries, _scheduler.PrefixHits);

    [LoggerMessage(LogLevel.Critical, "The engine failed; all its chains are lost")]
    private static partial void Failed(ILogger log, Exception exception);
}
