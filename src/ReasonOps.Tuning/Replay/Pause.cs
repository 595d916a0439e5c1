namespace ReasonOps.Tuning.Replay;

internal static class Pause
{
    /// <summary>Returns after that long, or as soon as it is cancelled; <see cref="Task.Delay(TimeSpan, TimeProvider)"/> knows whole milliseconds only.</summary>
    public static async Task ForAsync(TimeProvider time, TimeSpan duration, CancellationToken cancellation)
    {
        if (duration <= TimeSpan.Zero) return;
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = time.CreateTimer(_ => over.TrySetResult(), null, duration, Timeout.InfiniteTimeSpan);
        await using var cancelled = cancellation.Register(() => over.TrySetResult());
        await over.Task;
    }
}
