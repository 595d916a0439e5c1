using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Client;

namespace ReasonOps.Kubernetes.Leases;

/// <summary>Of several processes that run the same, one works. It stops before another may begin, whatever the clocks say.</summary>
public sealed partial class LeaderElector
{
    private static readonly TimeSpan ReleaseDeadline = TimeSpan.FromSeconds(5);

    private readonly LeaderElectionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Random _random;
    private readonly LeaseHolder _holder;
    private volatile bool _leads;
    private long _renewedAt;

    public LeaderElector(
        IKubernetesClient client, LeaderElectionOptions options, TimeProvider time, ILogger<LeaderElector> log, Random? random = null)
    {
        if (options.RetryPeriod >= options.RenewDeadline || options.RenewDeadline >= options.LeaseDuration)
            throw new ArgumentException(
                $"retry {options.RetryPeriod}, renew deadline {options.RenewDeadline}, lease {options.LeaseDuration}: each must be longer than the one before",
                nameof(options));
        (_options, _time, _log) = (options, time, log);
        _random = random ?? new(RandomNumberGenerator.GetInt32(int.MaxValue));
        _holder = new(client, options, time);
    }

    public bool IsLeader => _leads;

    /// <inheritdoc cref="RunAsync(Func{CancellationToken, CancellationToken, Task}, CancellationToken)"/>
    public Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellation) => RunAsync((stop, _) => lead(stop), cancellation);

    /// <summary>Waits for the lease, then leads. On cancellation what leads is awaited and the lease released for the next to take at once.</summary>
    /// <param name="lead">
    /// Runs while the lease is ours. Its first token ends when it is to stop, and it may bring to an end what it has begun; its second when the
    /// lease is lost, and then another may be at work already. When it ends of itself, so does this.
    /// </param>
    /// <exception cref="LeadershipLostException">
    /// The lease was lost, and <paramref name="lead"/> was told and given a moment to end: the process must end too.
    /// </exception>
    public async Task RunAsync(Func<CancellationToken, CancellationToken, Task> lead, CancellationToken cancellation)
    {
        try
        {
            await AcquireAsync(cancellation);
            _leads = true;
            LogLeads(_options.Identity, _options.Name);
            await LeadAsync(lead, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked for.
        }
        finally
        {
            _leads = false;
        }
    }

    private async Task LeadAsync(Func<CancellationToken, CancellationToken, Task> lead, CancellationToken cancellation)
    {
        using var lost = new CancellationTokenSource();
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lost.Token);
        using var renewing = new CancellationTokenSource(); // not ended with the other: until what leads has stopped, nobody else may begin
        var work = Task.Run(() => lead(leading.Token, lost.Token), CancellationToken.None);
        var renewal = RenewAsync(renewing.Token);
        var first = await Task.WhenAny(work, renewal);
        await (first == work ? renewing : lost).CancelAsync();
        if (first == work)
        {
            await renewal;
            await ReleaseAsync();
            await work;
            return;
        }
        _leads = false;
        LogLost(_options.Identity, _options.Name, _holder.Holder);
        await Task.WhenAny(work, Task.Delay(_options.LeaseDuration - _options.RenewDeadline, _time, CancellationToken.None));
        var thief = _holder.IsOurs ? "" : $" to {_holder.Holder}";
        throw new LeadershipLostException($"the lease {_options.Namespace}/{_options.Name} was lost{thief}; the process must end");
    }

    private async Task AcquireAsync(CancellationToken cancellation)
    {
        while (!await TryAsync(_options.RenewDeadline, cancellation))
            await Task.Delay(_options.RetryPeriod * (1 + _random.NextDouble() / 2), _time, cancellation);
    }

    /// <summary>Until the lease is lost, or no longer needed.</summary>
    private async Task RenewAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.RetryPeriod * (1 - _random.NextDouble() / 5), _time, stop);
                var left = _options.RenewDeadline - _time.GetElapsedTime(_renewedAt);
                if (left > TimeSpan.Zero && await TryAsync(left, stop)) continue;
                if (!_holder.IsOurs || _time.GetElapsedTime(_renewedAt) >= _options.RenewDeadline) return;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // No longer needed.
        }
    }

    private async Task<bool> TryAsync(TimeSpan limit, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        var asked = _time.GetTimestamp(); // the server may have counted from then
        try
        {
            if (!await _holder.TryHoldAsync(either.Token)) return false;
            _renewedAt = asked;
            return true;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            LogFault(fault, _options.Name);
            return false;
        }
    }

    private async Task ReleaseAsync()
    {
        using var deadline = new CancellationTokenSource(ReleaseDeadline, _time);
        try
        {
            await _holder.ReleaseAsync(deadline.Token);
        }
        catch (Exception fault)
        {
            LogFault(fault, _options.Name); // It runs out by itself.
        }
    }
}
