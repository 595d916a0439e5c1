using System.Diagnostics;

namespace ReasonOps.ControlPlane.Tools;

/// <summary>Waits for a condition instead of a time.</summary>
public static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);

    /// <param name="what">What is waited for, as the failure shall say it.</param>
    /// <exception cref="TimeoutException">It did not come true.</exception>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? patience = null)
    {
        var since = Stopwatch.GetTimestamp();
        for (var pause = 10; !await condition(); pause = Math.Min(pause * 2, 250))
        {
            if (Stopwatch.GetElapsedTime(since) > (patience ?? Patience)) throw new TimeoutException($"still not after {patience ?? Patience}: {what}");
            await Task.Delay(pause);
        }
    }

    public static Task TrueAsync(string what, Func<bool> condition, TimeSpan? patience = null) =>
        TrueAsync(what, () => Task.FromResult(condition()), patience);

    /// <summary>The first of what <paramref name="find"/> finds that is not null.</summary>
    public static async Task<T> FoundAsync<T>(string what, Func<Task<T?>> find, TimeSpan? patience = null) where T : class
    {
        T? found = null;
        await TrueAsync(what, async () => (found = await find()) is not null, patience);
        return found!;
    }
}
