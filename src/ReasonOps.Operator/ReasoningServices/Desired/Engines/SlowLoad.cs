namespace ReasonOps.Operator.ReasoningServices.Desired.Engines;

/// <summary>Hundreds of gigabytes from a network disk, then kernels to compile: an hour is seen.</summary>
internal static class SlowLoad
{
    public static readonly TimeSpan Limit = TimeSpan.FromHours(1);
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
}
