using System.Diagnostics;

namespace ReasonOps.Kubernetes.Tests.Scripted;

/// <summary>Waits for what another thread brings about, at most a minute.</summary>
public static class Until
{
    public static async Task True(Func<bool> condition, string what, Action? meanwhile = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), $"waited in vain: {what}");
            meanwhile?.Invoke();
            await Task.Delay(5);
        }
    }
}
