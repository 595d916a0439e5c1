using ReasonOps.Api.Snapshots;

namespace ReasonOps.Gateway.Tenants;

/// <summary>
/// What one tenant may use of this replica: requests and tokens a minute, tokens a day, chains at once. A request is
/// admitted by all of them or takes from none. It reserves the most it can spend and settles by what its chains, losers included, did spend.
/// </summary>
internal sealed class TenantLimits(TimeProvider time)
{
    // Nobody knows when a chain will end; this is how soon it is worth asking again.
    private static readonly TimeSpan ChainWait = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TokenBucket _requests = new(TimeSpan.FromMinutes(1), time);
    private readonly TokenBucket _tokens = new(TimeSpan.FromMinutes(1), time);
    private readonly TokenBucket _day = new(TimeSpan.FromDays(1), time);
    private int? _concurrent;
    private int _running;

    /// <summary>Chains admitted and not yet settled.</summary>
    public int Running { get { lock (_lock) return _running; } }

    /// <summary>Takes a reloaded snapshot's limits; what is running goes on.</summary>
    public void Become(LimitsSnapshot limits)
    {
        lock (_lock)
        {
            _requests.Resize(limits.RequestsPerMinute);
            _tokens.Resize(limits.TokensPerMinute);
            _day.Resize(limits.TokensPerDay);
            _concurrent = limits.Concurrent;
        }
    }

    /// <param name="tokens">The most this request can spend, prompt included.</param>
    public bool TryAdmit(int chains, long tokens, out Admission admission, out Refusal refusal)
    {
        lock (_lock)
        {
            refusal = Refuse(chains, tokens);
            admission = refusal.Limit is null ? Take(chains, tokens) : default!;
            return refusal.Limit is null;
        }
    }

    public void Settle(Admission admission, long spent, bool withdrawn)
    {
        lock (_lock)
        {
            _running -= admission.Chains;
            if (withdrawn) _requests.Settle(1, 0);
            _tokens.Settle(admission.Tokens, spent);
            _day.Settle(admission.DayTokens, spent);
        }
    }

    private Admission Take(int chains, long tokens)
    {
        _running += chains;
        _requests.Take(1);
        return new Admission(this, chains, _tokens.Take(tokens), _day.Take(tokens));
    }

    private Refusal Refuse(int chains, long tokens)
    {
        if (_requests.Wait(1) is { Ticks: > 0 } pause)
            return new Refusal("requestsPerMinute", pause, Refusal.Requests(_requests.Capacity!.Value));
        if (_concurrent is { } most && _running + chains > most)
            return new Refusal("concurrent", ChainWait, Refusal.Chains(most, _running, chains));
        if (_tokens.Wait(tokens) is { Ticks: > 0 } minute)
            return new Refusal("tokensPerMinute", minute, Spare(_tokens, tokens, "minute"));
        return _day.Wait(tokens) is { Ticks: > 0 } day ? new Refusal("tokensPerDay", day, Spare(_day, tokens, "day")) : default;
    }

    private static string Spare(TokenBucket bucket, long tokens, string period) => Refusal.Spare(bucket.Capacity!.Value, bucket.Left, tokens, period);
}

/// <summary>Which limit, how long until it lets this request in, and its value in words. <see cref="Limit"/> is null when there is none.</summary>
internal readonly record struct Refusal(string? Limit, TimeSpan RetryAfter, string Explanation)
{
    public static string Requests(long most) => $"at most {most} requests a minute";

    public static string Chains(int most, long running, int needed) =>
        $"at most {most} chains at once; {running} are running and this request needs {needed}";

    public static string Spare(long most, long left, long tokens, string period) =>
        $"at most {most} tokens a {period}; {Math.Max(0, left)} are left and this request sets {Math.Min(tokens, most)} aside";
}

/// <summary>A request's place: what it reserved until it is settled, once.</summary>
internal sealed class Admission(TenantLimits limits, int chains, long tokens, long dayTokens)
{
    private int _settled;

    public int Chains => chains;
    public long Tokens => tokens;
    public long DayTokens => dayTokens;

    public void Settle(long spent) => Settle(spent, withdrawn: false);

    /// <summary>It was refused elsewhere, as if it had never been here.</summary>
    public void Withdraw() => Settle(0, withdrawn: true);

    private void Settle(long spent, bool withdrawn)
    {
        if (Interlocked.Exchange(ref _settled, 1) == 0) limits.Settle(this, spent, withdrawn);
    }
}
