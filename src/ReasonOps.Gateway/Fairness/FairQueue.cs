using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Fairness;

/// <summary>
/// Stands before the engines when they are full, and lets tenants in by their shares: start-time fair queueing (Goyal, Vin and Cheng, 1996)
/// in tokens really served. Who was idle starts level with the others, with no claim on what it did not use. A class goes before a lower one,
/// but what has waited long goes by shares alone, so no tenant starves; batch work alone has to wait until engines are mostly idle.
/// </summary>
/// <param name="capacity">Tokens that the engines hold; null: nothing is known of that, and they queue themselves; 0: there is none yet, and all wait for it.</param>
internal sealed class FairQueue(Func<long?> capacity, TimeProvider time) : IDisposable
{
    public const int MostOfTenant = 1024;
    public const int MostOfAll = 16_384;

    /// <summary>Of the capacity: batch work begins below it.</summary>
    public const double BatchOccupancy = 0.5;

    /// <summary>Waited for this long, a request of any class but batch counts as one of the highest.</summary>
    public static readonly TimeSpan Aged = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Flow> _flows = new(StringComparer.Ordinal);
    private ITimer? _looking;
    private double _clock;
    private long _inUse;
    private long _arrived;
    private int _waiting;

    /// <summary>Requests that wait, by tenant.</summary>
    public IReadOnlyList<(string Tenant, int Waiting)> Waiting
    {
        get { lock (_lock) return [.. _flows.Select(flow => (flow.Key, flow.Value.Waiting.Count))]; }
    }

    /// <exception cref="ApiException">429: too many of the tenant's wait; 503: too many wait, or no room came in time.</exception>
    public async Task<Place> EnterAsync(FairRequest request, CancellationToken cancellation)
    {
        var waiter = Line(request);
        if (waiter.Entered.Task.IsCompletedSuccessfully) return await waiter.Entered.Task;
        try
        {
            return await waiter.Entered.Task.WaitAsync(request.Patience, time, cancellation);
        }
        catch (OperationCanceledException)
        {
            if (!Withdraw(waiter)) (await waiter.Entered.Task).Leave(0);
            throw;
        }
        catch (TimeoutException)
        {
            // It may have got its place at the same moment.
            if (!Withdraw(waiter)) return await waiter.Entered.Task;
            var why = capacity() is 0 ? "no engine runs yet, and none was ready" : "the engines are full: there was no room";
            throw ApiException.Unavailable($"{why} within {request.Patience.TotalSeconds:0.#} s; try again soon", RetryAfter);
        }
    }

    public void Leave(Place place, long spent)
    {
        lock (_lock)
        {
            _inUse -= place.Tokens;
            place.Flow.End(place, spent);
            Admit();
        }
    }

    public void Dispose() => _looking?.Dispose();

    /// <summary>Lines up, and is let in at once where there is room and nobody before it.</summary>
    /// <exception cref="ApiException">429 or 503: too many wait.</exception>
    internal Waiter Line(FairRequest request)
    {
        lock (_lock)
        {
            var flow = FlowOf(request.Tenant);
            Bound(request.Tenant, flow);
            if (flow.IsIdle) flow.Virtual = Math.Max(flow.Virtual, Now());
            var waiter = new Waiter(flow, request, time.GetTimestamp(), _arrived++);
            flow.Waiting.AddLast(waiter);
            _waiting++;
            Admit();
            // Engines can come while nobody goes.
            if (_waiting > 0) _looking ??= time.CreateTimer(_ => { lock (_lock) Admit(); }, null, Look, Look);
            return waiter;
        }
    }

    private void Bound(string tenant, Flow flow)
    {
        if (flow.Waiting.Count >= MostOfTenant)
            throw ApiException.RateLimited($"the engines are full and {MostOfTenant} requests of tenant {tenant} wait already; try again when some have ended", RetryAfter);
        if (_waiting >= MostOfAll)
            throw ApiException.Unavailable($"the engines are full and {MostOfAll} requests wait already; try again soon", RetryAfter);
    }

    private Flow FlowOf(string tenant) => _flows.TryGetValue(tenant, out var known) ? known : _flows[tenant] = new Flow();

    /// <summary>How far those have come that take part now.</summary>
    private double Now()
    {
        var active = _flows.Values.Where(flow => !flow.IsIdle).ToList();
        return active.Count > 0 ? active.Min(flow => flow.Virtual) : _clock;
    }

    /// <summary>Lets in who is next, for as long as there is room. Who is next and does not fit is waited for: else large requests would never run.</summary>
    private void Admit()
    {
        var room = capacity();
        while (_waiting > 0 && Next() is { } next && Fits(next, room))
        {
            var (flow, request) = (next.Flow, next.Request);
            var place = new Place(this, flow, flow.Expect(request.Most), Math.Max(1, request.Most), Math.Max(1, request.Share));
            flow.Waiting.Remove(next);
            _waiting--;
            _clock = Math.Max(_clock, flow.Virtual);
            flow.Start(place.Tokens, place.Share);
            _inUse += place.Tokens;
            next.Entered.SetResult(place);
        }
    }

    private bool Fits(Waiter next, long? room)
    {
        if (room is not { } tokens) return true;
        // Larger than all room, it runs alone.
        if (_inUse == 0) return tokens > 0;
        var share = next.Request.Priority == Priority.Batch ? BatchOccupancy : 1;
        return _inUse + next.Flow.Expect(next.Request.Most) <= tokens * share;
    }

    private Waiter? Next() => _flows.Values.Where(flow => flow.Waiting.Count > 0).Select(flow => flow.Waiting.First!.Value)
        .OrderBy(Rank).ThenBy(waiter => waiter.Flow.Virtual).ThenBy(waiter => waiter.Order).FirstOrDefault();

    private Priority Rank(Waiter waiter)
    {
        var own = waiter.Request.Priority;
        return own != Priority.Batch && time.GetElapsedTime(waiter.Since) >= Aged ? Priority.High : own;
    }

    /// <returns>False: it no longer waits.</returns>
    private bool Withdraw(Waiter waiter)
    {
        lock (_lock)
        {
            if (!waiter.Flow.Waiting.Remove(waiter)) return false;
            _waiting--;
            Admit();
            return true;
        }
    }
}
