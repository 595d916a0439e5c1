using System.Security.Cryptography;

namespace ReasonOps.Kubernetes.Queues;

/// <summary>Delays that double from <paramref name="first"/> to <paramref name="cap"/>, each cut by up to a half at random.</summary>
/// <param name="random">Seeded for tests; from the system's randomness where none is given.</param>
public sealed class Backoff(TimeSpan first, TimeSpan cap, Random? random = null)
{
    private readonly Random _random = random ?? new Random(RandomNumberGenerator.GetInt32(int.MaxValue));
    private readonly Lock _lock = new();

    /// <param name="failures">In a row, 1 for the first.</param>
    /// <returns>Between half of the full delay and all of it.</returns>
    public TimeSpan Delay(int failures)
    {
        // 2^62 seconds overflow no double, and the cap is far below.
        var full = Math.Min(cap.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Clamp(failures - 1, 0, 62)));
        lock (_lock) return TimeSpan.FromSeconds(full * (1 - _random.NextDouble() / 2));
    }
}
