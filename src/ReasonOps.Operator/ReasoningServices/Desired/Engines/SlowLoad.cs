namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>Hundreds of gigabytes from a network disk, then kernels to compile: an hour is seen.</summary>
internal static class SlowLoad
{
    public static readonly TimeSpan Limit = TimeSpan.FromHours(1);
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>Seconds; longer than the slowest start, so that what still loads, or waits for it, is not called stuck.</summary>
    public static readonly int ProgressDeadline = (int)(Limit + TimeSpan.FromMinutes(10)).TotalSeconds;
}
