using Microsoft.AspNetCore.Http;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Sse;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Gateway.Chat;

/// <summary>
/// An answer as <c>chat.completion.chunk</c> events. The response starts with the first text, so that a request that fails before
/// it gets its true status, or with the first keep-alive; after that a failure is an <c>error</c> event, the stream's last.
/// </summary>
internal sealed class StreamedAnswer : IDisposable
{
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    private readonly HttpContext _context;
    private readonly ChatCall _call;
    private readonly TimeProvider _time;
    private readonly DeltaFrames _deltas;
    private readonly SseWriter _events;
    private bool _started;

    public StreamedAnswer(HttpContext context, ChatCall call, TimeProvider time)
    {
        (_context, _call, _time) = (context, call, time);
        _deltas = new DeltaFrames(context.Response.BodyWriter, call.Head);
        _events = new SseWriter(context.Response.BodyWriter);
    }

    /// <summary>Called at the first text.</summary>
    public Action? FirstToken { get; init; }

    public async Task<RunResult> WriteAsync()
    {
        await using var run = _call.Events.GetAsyncEnumerator(_context.RequestAborted);
        var spoken = false;
        while (await NextAsync(run))
        {
            if (run.Current is RunEvent.Finished finished) return await FinishAsync(finished.Result);
            if (!spoken) FirstToken?.Invoke();
            spoken = true;
            Write(run.Current);
        }
        throw new InvalidOperationException("a run ended without a result");
    }

    /// <summary>What is there already is written together; only a wait flushes, and a long one sends a comment every ten seconds.</summary>
    private async ValueTask<bool> NextAsync(IAsyncEnumerator<RunEvent> run)
    {
        var next = run.MoveNextAsync();
        if (next.IsCompleted) return await next;
        var waiting = next.AsTask();
        try
        {
            await WaitAsync(waiting);
        }
        catch (OperationCanceledException)
        {
            // The client is gone. The run knows it too, and a run cannot be disposed of in the middle of a step.
            await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        return await waiting;
    }

    private async Task WaitAsync(Task<bool> waiting)
    {
        if (_started) await FlushAsync();
        while (!await EndsWithinKeepAliveAsync(waiting))
        {
            Start();
            _events.WriteKeepAlive();
            await FlushAsync();
        }
    }

    private async ValueTask<bool> EndsWithinKeepAliveAsync(Task<bool> waiting)
    {
        try
        {
            await waiting.WaitAsync(KeepAlive, _time);
            return true;
        }
        catch (TimeoutException) when (!waiting.IsCompleted)
        {
            return false;
        }
    }

    private void Write(RunEvent happened)
    {
        Start();
        if (happened is RunEvent.Thought thought) _deltas.Reasoning(thought.Text);
        else if (happened is RunEvent.Said said) _deltas.Content(said.Text);
    }

    private void Start()
    {
        if (_started) return;
        _started = true;
        var response = _context.Response;
        response.ContentType = SseWriter.ContentType;
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        _deltas.Role();
    }

    private async Task<RunResult> FinishAsync(RunResult result)
    {
        // What has been said need not wait for the ledger.
        if (_started) await FlushAsync();
        await _call.Settle(result);
        if (RunReport.Failure(result, _call.Plan) is { } failure) await FailAsync(failure, result);
        Start();
        var report = RunReport.ReportOf(result, _call.Plan, _call.Price);
        var last = Chunk([new ChatChoice { Delta = new ChatMessage(), FinishReason = RunReport.FinishReason(result) }]);
        if (_call.IncludeUsage)
        {
            _events.Write(last, OpenAiJson.Default.ChatResponse);
            last = Chunk([]) with { Usage = RunReport.UsageOf(result) };
        }
        _events.Write(last with { Reasonops = report }, OpenAiJson.Default.ChatResponse);
        _events.WriteDone();
        await FlushAsync();
        return result;
    }

    private async Task FailAsync(ApiException failure, RunResult result)
    {
        if (_started)
        {
            _events.Write(failure.Body, OpenAiJson.Default.ErrorBody);
            await FlushAsync();
        }
        throw new RunFailedException(failure, result);
    }

    private ChatResponse Chunk(IReadOnlyList<ChatChoice> choices) => new()
    {
        Id = _call.Head.Id,
        Object = ChatResponse.Chunk,
        Created = _call.Head.Created,
        Model = _call.Head.Model,
        Choices = choices,
    };

    private async ValueTask FlushAsync() => await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted);

    public void Dispose()
    {
        _deltas.Dispose();
        _events.Dispose();
    }
}
