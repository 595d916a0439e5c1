using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tenants;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests.Tenants;

public sealed class TenantLimitsTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void The_third_of_two_requests_a_minute_waits_half_a_minute()
    {
        var limits = Of(new LimitsSnapshot(RequestsPerMinute: 2));

        Assert.True(limits.TryAdmit(1, 10, out _, out _));
        Assert.True(limits.TryAdmit(1, 10, out _, out _));
        Assert.False(limits.TryAdmit(1, 10, out _, out var refusal));
        Assert.Equal("requestsPerMinute", refusal.Limit);
        Assert.Equal(30, refusal.RetryAfter.TotalSeconds, precision: 3);
        _time.Advance(refusal.RetryAfter);
        Assert.True(limits.TryAdmit(1, 10, out _, out _));
    }

    [Fact]
    public void Chains_not_requests_are_counted_at_once()
    {
        var limits = Of(new LimitsSnapshot(Concurrent: 8));

        Assert.True(limits.TryAdmit(5, 10, out var first, out _));
        Assert.False(limits.TryAdmit(4, 10, out _, out var refusal));
        Assert.Equal("concurrent", refusal.Limit);
        Assert.Contains("5 are running and this request needs 4", refusal.Explanation);
        first.Settle(10);
        Assert.True(limits.TryAdmit(8, 10, out _, out _));
    }

    [Fact]
    public void Tokens_reserved_and_not_spent_come_back_when_the_request_is_settled()
    {
        var limits = Of(new LimitsSnapshot(TokensPerMinute: 1000));

        Assert.True(limits.TryAdmit(1, 900, out var admission, out _));
        Assert.False(limits.TryAdmit(1, 900, out _, out var refusal));
        Assert.Equal("tokensPerMinute", refusal.Limit);
        admission.Settle(100);
        Assert.True(limits.TryAdmit(1, 900, out _, out _));
    }

    [Fact]
    public void A_day_is_a_limit_of_its_own()
    {
        var limits = Of(new LimitsSnapshot(TokensPerMinute: 1000, TokensPerDay: 1200));
        Assert.True(limits.TryAdmit(1, 1000, out var admission, out _));
        admission.Settle(1000);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(limits.TryAdmit(1, 300, out _, out var refusal));
        Assert.Equal("tokensPerDay", refusal.Limit);
        Assert.True(refusal.RetryAfter > TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_refused_request_takes_from_no_limit()
    {
        var limits = Of(new LimitsSnapshot(RequestsPerMinute: 2, Concurrent: 1));
        Assert.True(limits.TryAdmit(1, 1, out var admission, out _));
        for (var i = 0; i < 20; i++) Assert.False(limits.TryAdmit(1, 1, out _, out _));
        admission.Settle(1);

        Assert.True(limits.TryAdmit(1, 1, out _, out _));
    }

    [Fact]
    public void Settling_twice_counts_once()
    {
        var limits = Of(new LimitsSnapshot(Concurrent: 2));
        Assert.True(limits.TryAdmit(2, 1, out var admission, out _));

        admission.Settle(1);
        admission.Settle(1);

        Assert.Equal(0, limits.Running);
    }

    [Fact]
    public void Whatever_comes_and_goes_no_chain_stays_and_no_token_is_lost()
    {
        var steps = ArbMap.Default.GeneratorFor<(PositiveInt Chains, NonNegativeInt Tokens, NonNegativeInt Spent, bool Later)>().ListOf();
        Prop.ForAll(steps.ToArbitrary(), run =>
        {
            var limits = Of(new LimitsSnapshot(TokensPerMinute: 5000, Concurrent: 64, TokensPerDay: 1_000_000_000));
            var (open, admitted) = (new Queue<(Admission Admission, long Spent)>(), 0);
            foreach (var (chains, tokens, spent, later) in run)
            {
                if (!limits.TryAdmit(chains.Get, tokens.Get, out var admission, out _)) continue;
                open.Enqueue((admission, spent.Get));
                admitted += chains.Get;
                if (!later) admitted -= Close(open.Dequeue());
                if (limits.Running != admitted || limits.Running > 64) return false;
            }
            while (open.TryDequeue(out var left)) Close(left);
            // After a long enough silence a bucket that lost nothing is full again, and no fuller.
            _time.Advance(TimeSpan.FromDays(2));
            return limits.Running == 0 && limits.TryAdmit(64, 5000, out _, out _) && !limits.TryAdmit(0, 1, out _, out _);
        }).QuickCheckThrowOnFailure();
    }

    private static int Close((Admission Admission, long Spent) one)
    {
        one.Admission.Settle(one.Spent);
        return one.Admission.Chains;
    }

    private TenantLimits Of(LimitsSnapshot snapshot)
    {
        var limits = new TenantLimits(_time);
        limits.Become(snapshot);
        return limits;
    }
}
