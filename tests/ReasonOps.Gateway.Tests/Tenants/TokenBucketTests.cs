using ReasonOps.Gateway.Tenants;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests.Tenants;

public sealed class TokenBucketTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void A_full_bucket_gives_all_it_has_at_once_and_refills_evenly()
    {
        var bucket = Of(60);

        Assert.Equal(TimeSpan.Zero, bucket.Wait(60));
        bucket.Take(60);
        Assert.Equal(1, bucket.Wait(1).TotalSeconds, precision: 3);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.Zero, bucket.Wait(30));
        Assert.Equal(1, bucket.Wait(31).TotalSeconds, precision: 3);
    }

    [Fact]
    public void It_never_holds_more_than_one_period()
    {
        var bucket = Of(60);
        _time.Advance(TimeSpan.FromHours(5));

        Assert.Equal(60, bucket.Left);
        bucket.Settle(taken: 40, spent: 0);
        Assert.Equal(60, bucket.Left);
    }

    [Fact]
    public void What_was_spent_beyond_the_reservation_is_waited_out()
    {
        var bucket = Of(60);
        var taken = bucket.Take(10);

        bucket.Settle(taken, spent: 90);

        Assert.Equal(-30, bucket.Left);
        Assert.Equal(31, bucket.Wait(1).TotalSeconds, precision: 3);
    }

    [Fact]
    public void A_request_larger_than_the_bucket_takes_all_of_it_instead_of_waiting_for_ever()
    {
        var bucket = Of(60);

        Assert.Equal(TimeSpan.Zero, bucket.Wait(1_000_000));
        Assert.Equal(60, bucket.Take(1_000_000));
    }

    [Fact]
    public void A_new_capacity_keeps_what_was_used()
    {
        var bucket = Of(60);
        bucket.Take(50);

        bucket.Resize(100);
        Assert.Equal(50, bucket.Left);
        bucket.Resize(20);
        Assert.Equal(-30, bucket.Left);
    }

    [Fact]
    public void Without_a_capacity_everything_passes()
    {
        var bucket = Of(null);

        Assert.Equal(0, bucket.Take(long.MaxValue));
        bucket.Settle(0, long.MaxValue);
        Assert.Equal(TimeSpan.Zero, bucket.Wait(long.MaxValue));
    }

    private TokenBucket Of(long? capacity)
    {
        var bucket = new TokenBucket(TimeSpan.FromMinutes(1), _time);
        bucket.Resize(capacity);
        return bucket;
    }
}
