using System.Collections.Concurrent;

namespace ReasonOps.ProcessNode;

/// <summary>Addresses of the loopback network, one for each pod; those of two nodes differ, as their process ids do.</summary>
internal sealed class AddressRange
{
    private const int First = 2, Last = 254;
    private readonly string _prefix = $"127.{10 + Environment.ProcessId / 250 % 240}.{Environment.ProcessId % 250}";
    private readonly ConcurrentQueue<int> _free = new(Enumerable.Range(First, Last - First + 1));

    public string Host => $"{_prefix}.1";

    /// <summary>One that has been free for longest: whoever still speaks to the pod that had it speaks to nobody.</summary>
    public string Take() => _free.TryDequeue(out var last) ? $"{_prefix}.{last}" : throw new InvalidOperationException($"no address is left in {_prefix}.0/24");

    public void Return(string address) => _free.Enqueue(int.Parse(address[(_prefix.Length + 1)..], null));
}
