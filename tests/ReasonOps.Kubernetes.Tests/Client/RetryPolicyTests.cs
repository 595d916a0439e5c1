using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Client;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new(Tries: 20, TimeSpan.FromMilliseconds(200));
    private static readonly ApiRequest Get = new(Verb.Get, Kinds.ConfigMap, "x");

    [Theory]
    [InlineData(1, 0.0, 100)]
    [InlineData(1, 1.0, 200)]
    [InlineData(2, 1.0, 400)]
    [InlineData(4, 0.0, 800)]
    [InlineData(12, 1.0, 10_000)]
    public void Waits_double_up_to_ten_seconds_of_which_half_is_chance(int tried, double jitter, double milliseconds) =>
        Assert.Equal(milliseconds, Policy.Next(Get, Failed(FailureKind.ServerFault), tried, jitter)!.Value.TotalMilliseconds, 3);

    [Fact]
    public void A_server_that_asks_to_wait_is_never_asked_sooner()
    {
        for (var after = 0; after <= 60; after++)
        {
            var failure = Failed(FailureKind.Throttled, TimeSpan.FromSeconds(after));
            var least = Policy.Next(Get, failure, 1, 0)!.Value;
            Assert.True(least >= TimeSpan.FromSeconds(after));
            Assert.True(Policy.Next(Get, failure, 1, 1)!.Value > least); // those who were told the same do not come at once
        }
        Assert.Null(Policy.Next(Get, Failed(FailureKind.Throttled, TimeSpan.FromSeconds(61)), 1, 0));
    }

    [Theory]
    [InlineData(FailureKind.Refused, true, true)]
    [InlineData(FailureKind.Throttled, true, true)]
    [InlineData(FailureKind.Broken, true, false)]
    [InlineData(FailureKind.ServerFault, true, false)]
    [InlineData(FailureKind.Distrusted, false, false)]
    [InlineData(FailureKind.Unauthorized, false, false)]
    [InlineData(FailureKind.Refusal, false, false)]
    internal void Only_what_can_be_sent_twice_is_sent_again_after_it_may_have_been_done(FailureKind kind, bool repeatable, bool other)
    {
        foreach (var verb in Enum.GetValues<Verb>())
        {
            var again = Policy.Next(new(verb, Kinds.ConfigMap, "x"), Failed(kind), 1, 0) is not null;
            Assert.Equal(verb is Verb.Create or Verb.Replace ? other : repeatable, again);
        }
    }

    private static Failure Failed(FailureKind kind, TimeSpan? after = null) => new(kind, new(null, null, "it failed"), after);
}
