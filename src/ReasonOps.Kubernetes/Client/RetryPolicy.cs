namespace ReasonOps.Kubernetes.Client;

/// <summary>Which failures are worth another try, and when.</summary>
internal sealed record RetryPolicy(int Tries, TimeSpan Backoff)
{
    /// <summary>What a server asks for beyond this is left to whoever called.</summary>
    public static readonly TimeSpan LongestAfter = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    /// <param name="tried">How often, this failure included.</param>
    /// <param name="jitter">0 to 1.</param>
    /// <returns>How long to wait; null to give up.</returns>
    public TimeSpan? Next(ApiRequest request, Failure failure, int tried, double jitter)
    {
        if (tried >= Tries || !IsWorthIt(request, failure.Kind) || failure.After > LongestAfter) return null;
        var grown = Backoff * Math.Pow(2, tried - 1);
        var own = (grown < LongestBackoff ? grown : LongestBackoff) * (0.5 + jitter / 2);
        // Those who were told the same time come at different ones.
        return failure.After is { } asked && asked > TimeSpan.Zero ? asked + own / 4 : own;
    }

    private static bool IsWorthIt(ApiRequest request, FailureKind kind) => kind switch
    {
        FailureKind.Refused or FailureKind.Throttled => true,
        FailureKind.Broken or FailureKind.ServerFault => request.IsRepeatable,
        _ => false,
    };
}
