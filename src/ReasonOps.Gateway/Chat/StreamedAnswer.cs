using Microsoft.AspNetCore.Http;
using ReasonOps.OpenAi;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;
using ReasonOps.OpenAi.Sse;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Gateway.Chat;

/// <summary>
/// An answer as <c>chat.completion.chunk</c> events. The response starts with the first text, so that a request that fails before
/// it gets its true status, or with the first keep-alive, be it for room or for a token; after that a failure is an <c>error</c> event, the stream's last.
/// </summary>
internal sealed class StreamedAnswer : IDisposable
{
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    private readonly HttpContext _context;
    private readonly AnswerHead _head;
    private readonly TimeProvider _time;
    private readonly DeltaFrames _deltas;
    private readonly SseWriter _events;

    public StreamedAnswer(HttpContext context, AnswerHead head, TimeProvider time)
    {
        (_context, _head, _time) = (context, head, time);
        _deltas = new DeltaFrames(context.Response.BodyWriter, head);
        _events = new SseWriter(context.Response.BodyWriter);
    }

    /// <summary>Called at the first text.</summary>
    public Action? FirstToken { get; init; }

    /// <summary>The client has been sent something: what fails from now on is told by <see cref="FailAsync"/>.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>What a request waits for before its run: the client is told that it is not forgotten.</summary>
    public async Task<T> WaitAsync<T>(Task<T> work)
    {
        try
        {
            await KeepAliveAsync(work);
        }
        catch (Exception)
        {
            // Either the work's own, or the client is gone: the work knows that too, and what it comes to has to be given back.
        }
        return await work;
    }

    /// <summary>The stream's last event.</summary>
    public async Task FailAsync(ApiException failure)
    {
        _events.Write(failure.Body, OpenAiJson.Default.ErrorBody);
        await FlushAsync();
    }

    public async Task<RunResult> WriteAsync(ChatCall call)
    {
        await using var run = call.Events.GetAsyncEnumerator(_context.RequestAborted);
        var spoken = false;
        while (await NextAsync(run))
        {
            if (run.Current is RunEvent.Finished finished) return await FinishAsync(call, finished.Result);
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
            if (HasStarted) await FlushAsync();
            await KeepAliveAsync(waiting);
        }
        catch (OperationCanceledException)
        {
            // The client is gone. The run knows it too, and a run cannot be disposed of in the middle of a step.
            await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        return await waiting;
    }

    private async Task KeepAliveAsync(Task waiting)
    {
        while (!await EndsWithinKeepAliveAsync(waiting))
        {
            Start();
            _events.WriteKeepAlive();
            await FlushAsync();
        }
    }

    private async ValueTask<bool> EndsWithinKeepAliveAsync(Task waiting)
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
        if (HasStarted) return;
        HasStarted = true;
        var response = _context.Response;
        response.ContentType = SseWriter.ContentType;
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        _deltas.Role();
    }

    private async Task<RunResult> FinishAsync(ChatCall call, RunResult result)
    {
        // What has been said need not wait for the ledger.
        if (HasStarted) await FlushAsync();
        await call.Settle(result);
        if (RunReport.Failure(result, call.Plan) is { } failure) throw new RunFailedException(failure, result);
        Start();
        var report = RunReport.ReportOf(result, call.Plan, call.Price);
        var last = Chunk([new ChatChoice { Delta = new ChatMessage(), FinishReason = RunReport.FinishReason(result) }]);
        if (call.IncludeUsage)
        {
            _events.Write(last, OpenAiJson.Default.ChatResponse);
            last = Chunk([]) with { Usage = RunReport.UsageOf(result) };
        }
        _events.Write(last with { Reasonops = report }, OpenAiJson.Default.ChatResponse);
        _events.WriteDone();
        await FlushAsync();
        return result;
    }

    private ChatResponse Chunk(IReadOnlyList<ChatChoice> choices) => new()
    {
        Id = _head.Id,
        Object = ChatResponse.Chunk,
        Created = _head.Created,
        Model = _head.Model,
        Choices = choices,
    };

    private async ValueTask FlushAsync() => await _context.Response.BodyWriter.FlushAsync(_context.RequestAborted);

    public void Dispose()
    {
        _deltas.Dispose();
        _events.Dispose();
    }
}
