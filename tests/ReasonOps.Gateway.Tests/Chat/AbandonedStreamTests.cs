using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using ReasonOps.Gateway.Chat;
using ReasonOps.Gateway.Strategies;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Chat;
using ReasonOps.Reasoning.Running;

namespace ReasonOps.Gateway.Tests.Chat;

public sealed class AbandonedStreamTests : IDisposable
{
    private readonly CancellationTokenSource _client = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _cleared;

    [Fact]
    public async Task A_client_that_goes_while_its_text_is_sent_leaves_no_run_behind()
    {
        var context = new DefaultHttpContext { RequestAborted = _client.Token };
        context.Response.Body = new Connection(this);
        var plan = new RequestPlan("SingleChain", 1, 8, 8, TimeSpan.FromMinutes(1), [])
        {
            Settings = SettingsReader.Of(TestGateway.Free, "SingleChain", 1),
            Question = new ChatRequest(),
        };
        var head = new AnswerHead("id", 0, "math");
        using var answer = new StreamedAnswer(context, head, TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WriteAsync(new ChatCall(head, plan, null, false, Run())));

        Assert.True(_cleared);
    }

    public void Dispose() => _client.Dispose();

    private async IAsyncEnumerable<RunEvent> Run([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        try
        {
            yield return new RunEvent.Thought("7*8=56;");
            await _gone.Task;
            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            _cleared = true;
        }
    }

    /// <summary>Closed by its client at the first write.</summary>
    private sealed class Connection(AbandonedStreamTests test) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await test._client.CancelAsync();
            test._gone.SetResult();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
