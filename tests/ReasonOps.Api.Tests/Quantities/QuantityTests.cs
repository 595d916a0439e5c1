using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Quantities;

namespace ReasonOps.Api.Tests.Quantities;

public class QuantityTests
{
    [Theory]
    [InlineData("120s", 120)]
    [InlineData("2m", 120)]
    [InlineData("1h30m", 5400)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5h", 5400)]
    [InlineData("0s", 0)]
    [InlineData("-5s", -5)]
    public void A_duration_is_read(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(seconds, duration.Span.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("5d")]
    [InlineData("1..5s")]
    [InlineData("1h-5m")]
    [InlineData("99999999999h")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));

    [Fact]
    public void A_duration_survives_writing_and_reading() =>
        Prop.ForAll(Gen.Choose(-2_000_000_000, 2_000_000_000).ToArbitrary(), milliseconds =>
        {
            var duration = new Duration(TimeSpan.FromMilliseconds(milliseconds));
            return Duration.TryParse(duration.ToString(), out var read) && read == duration;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("32.8e9", 32_800_000_000)]
    [InlineData("605k", 605_000)]
    [InlineData("80Gi", 80L << 30)]
    [InlineData("1E", 1_000_000_000_000_000_000)]
    [InlineData("1E3", 1000)]
    [InlineData("-2", -2)]
    public void A_quantity_is_read(string text, long value)
    {
        Assert.True(Quantity.TryParse(text, out var quantity));
        Assert.Equal(value, quantity.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Gi")]
    [InlineData("1 Gi")]
    [InlineData("1GB")]
    [InlineData("1e99")]
    [InlineData("9999999999999999999Ei")]
    [InlineData("0x10")]
    public void What_is_no_quantity_is_refused(string text) => Assert.False(Quantity.TryParse(text, out _));

    [Fact]
    public void A_quantity_survives_writing_and_reading() =>
        Prop.ForAll<decimal>(value =>
        {
            var quantity = new Quantity(value);
            return Quantity.TryParse(quantity.ToString(), out var read) && read == quantity;
        }).QuickCheckThrowOnFailure();
}
