using Microsoft.Extensions.Hosting;
using ReasonOps.Sandbox.Queue;

namespace ReasonOps.Sandbox.Serving;

/// <summary>
/// Holds the stop up until nothing runs and nobody waits, within the host's limit. The server still listens then, so that whoever comes is told
/// to ask elsewhere; it stops listening after this.
/// </summary>
internal sealed class Drain(Lanes lanes) : IHostedLifecycleService
{
    private volatile bool _begun;

    /// <summary>Whether nothing new is taken any more.</summary>
    public bool HasBegun => _begun;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _begun = true;
        try
        {
            await lanes.IdleAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The limit is over: the server aborts its connections, which kills what runs.
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
