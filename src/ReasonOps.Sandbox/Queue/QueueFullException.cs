namespace ReasonOps.Sandbox.Queue;

/// <summary>As many wait as may.</summary>
/// <param name="lane">Which line it is.</param>
/// <param name="seats">How many may wait.</param>
/// <param name="retryAfter">When whoever comes next would be served, as far as recent runs tell.</param>
internal sealed class QueueFullException(string lane, int seats, TimeSpan retryAfter)
    : Exception($"the queue is full: {seats} wait already for a {lane} place")
{
    public TimeSpan RetryAfter => retryAfter;
}
