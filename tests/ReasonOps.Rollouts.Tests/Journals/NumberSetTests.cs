using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Rollouts.Journals;

namespace ReasonOps.Rollouts.Tests.Journals;

public sealed class NumberSetTests
{
    [Fact]
    public void It_holds_what_a_plain_set_holds() => Prop.ForAll(
        Gen.Choose(0, 40).ListOf().ToArbitrary(),
        numbers =>
        {
            var (ranges, plain) = (new NumberSet(), new HashSet<long>());
            var added = numbers.All(number => ranges.Add(number) == plain.Add(number));
            return added && ranges.Count == plain.Count && Enumerable.Range(-1, 43).All(number => ranges.Contains(number) == plain.Contains(number));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_fills_up_nearly_in_order_takes_the_place_of_its_gaps()
    {
        var set = new NumberSet();
        for (var i = 0; i < 100_000; i++) set.Add(i ^ 7);
        Assert.Equal((100_000, 1), (set.Count, set.Ranges));
    }
}
