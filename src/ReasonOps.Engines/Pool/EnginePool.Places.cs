using System.Net;
using System.Net.Sockets;

namespace ReasonOps.Engines.Pool;

/// <summary>Where the engines are: looking their name up, taking in those newly listed, draining those no longer listed.</summary>
public sealed partial class EnginePool
{
    private async Task ResolveAsync(CancellationToken cancellation)
    {
        if (_places.Dns is not { } dns || _resolveAt > Time.GetUtcNow()) return;
        using var late = new CancellationTokenSource(Options.HealthTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            var found = await Options.Resolve(dns.IdnHost, either.Token);
            var addresses = OneFamily(found).Select(address => new EngineAddress(new UriBuilder(dns) { Host = address.ToString() }.Uri)).ToList();
            lock (_gate)
            {
                if (dns != _places.Dns) return;
                _resolved = addresses;
            }
            Reconcile();
        }
        catch (Exception failure) when (failure is SocketException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // What was found before is kept: a name server that is away says nothing about the engines.
            LogUnresolved(dns.Host, failure.Message);
        }
        _resolveAt = Time.GetUtcNow() + Options.DnsEvery;
    }

    /// <summary>A pod of a dual-stack cluster has an address of each family and is still one engine.</summary>
    private static IEnumerable<IPAddress> OneFamily(IPAddress[] found)
    {
        var four = found.Where(address => address.AddressFamily == AddressFamily.InterNetwork).ToList();
        return four.Count > 0 ? four : found;
    }

    /// <summary>Takes in engines newly listed; drains those no longer listed and drops them once they are idle or down.</summary>
    private void Reconcile()
    {
        lock (_gate)
        {
            var runtime = _places.Runtime;
            var listed = _places.Fixed.Concat(_resolved).ToHashSet();
            var known = new HashSet<EngineAddress>();
            foreach (var engine in _engines)
            {
                if (engine.Runtime != runtime || !listed.Contains(engine.Address)) Drain(engine);
                else if (known.Add(engine.Address) && engine.State == EngineState.Draining) engine.Enter(EngineState.Ready);
            }
            _engines =
            [
                .. _engines.Where(engine => known.Contains(engine.Address) || engine is { State: EngineState.Draining, ChainsInFlight: > 0 }),
                .. listed.Where(address => !known.Contains(address)).Select(address => new Engine(address, runtime, _http)),
            ];
        }
    }

    private void Drain(Engine engine)
    {
        if (engine.State == EngineState.Ready && engine.Enter(EngineState.Draining)) LogDraining(engine.Name, engine.ChainsInFlight);
    }
}
