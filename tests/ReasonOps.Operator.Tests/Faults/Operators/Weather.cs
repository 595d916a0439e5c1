using System.Net;
using ReasonOps.ControlPlane.Faults;

namespace ReasonOps.Operator.Tests.Faults.Operators;

/// <summary>Faults of every sort at random, for so many requests; the same seed rolls the same dice.</summary>
internal sealed class Weather(int seed, int requests)
{
    private const double Odds = 0.06;

    private static readonly (Fault Fault, Func<ProxiedRequest, bool> Meets)[] Sorts =
    [
        (new Fault.Answer(HttpStatusCode.Conflict), request => request.IsWrite),
        (new Fault.Answer(HttpStatusCode.TooManyRequests, RetryAfter: TimeSpan.FromSeconds(1)), _ => true),
        (new Fault.Answer(HttpStatusCode.InternalServerError), _ => true),
        (new Fault.Answer(HttpStatusCode.ServiceUnavailable), _ => true),
        (new Fault.Answer(HttpStatusCode.Gone), request => request.Verb is "list" or "watch"),
        (new Fault.Break(), _ => true),
        (new Fault.BreakAfter(), request => request.Verb != "watch"),
        (new Fault.Delay(TimeSpan.FromMilliseconds(30)), _ => true),
    ];

    private readonly Random _random = new(seed);
    private readonly Lock _lock = new();
    private readonly List<FaultRule> _rules = [];

    /// <summary>Requests that something happened to.</summary>
    public int Hits => _rules.Sum(rule => rule.Hits);

    public void Over(FaultProxy proxy)
    {
        foreach (var (fault, meets) in Sorts) _rules.Add(proxy.Inject(fault, request => proxy.Requests.Count <= requests && meets(request) && Strikes()));
    }

    private bool Strikes()
    {
        lock (_lock) return _random.NextDouble() < Odds;
    }
}
