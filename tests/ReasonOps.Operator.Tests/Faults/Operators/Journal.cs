using System.Collections.Concurrent;
using ReasonOps.ControlPlane.Faults;

namespace ReasonOps.Operator.Tests.Faults.Operators;

/// <summary>Who wrote what, of several operators, in the order it came.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<(string Who, ProxiedRequest Write)> _lines = new();

    /// <summary>Names without their repetitions: <c>a, b</c> when all of a's writes came before all of b's.</summary>
    public IReadOnlyList<string> Turns
    {
        get
        {
            var turns = new List<string>();
            foreach (var (who, _) in _lines)
                if (turns.Count == 0 || turns[^1] != who) turns.Add(who);
            return turns;
        }
    }

    public int Count(string who) => _lines.Count(line => line.Who == who);

    /// <summary>Takes part before any fault does.</summary>
    public void Follow(string who, FaultProxy proxy) => proxy.Inject(new Fault.Delay(TimeSpan.Zero), request =>
    {
        if (ProxiedOperator.IsWrite(request)) _lines.Enqueue((who, request));
        return false;
    });
}
