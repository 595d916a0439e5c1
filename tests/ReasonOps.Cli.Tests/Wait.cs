using System.Diagnostics;

namespace ReasonOps.Cli.Tests;

internal static class Wait
{
    /// <summary>The longest that anything here may take on a busy machine; a quiet one needs a fraction.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? limit = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < (limit ?? Limit), $"not within {clock.Elapsed.TotalSeconds:0.0} s: {what}");
            await Task.Delay(20);
        }
    }
}
