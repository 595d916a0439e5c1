using System.Diagnostics;

namespace ReasonOps.Sandbox.Tests;

internal static class Wait
{
    /// <summary>Returns how long it took; fails after <paramref name="limit"/>, a minute without one.</summary>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < (limit ?? TimeSpan.FromSeconds(60)), $"not within {clock.Elapsed.TotalSeconds:0.0} s: {what}");
            await Task.Delay(10);
        }
        return clock.Elapsed;
    }

    public static Task<TimeSpan> UntilAsync(Func<bool> condition, string what, TimeSpan? limit = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, limit);
}
