using ReasonOps.Kubernetes.Informers;

namespace ReasonOps.Kubernetes.Tests.Informers;

public class ResourceVersionTests
{
    [Theory]
    [InlineData("9", "10", true)]
    [InlineData("10", "9", false)]
    [InlineData("10", "10", false)]
    [InlineData("99999999999999999999998", "99999999999999999999999", true)]
    [InlineData("a", "b", false)]
    [InlineData(null, "1", false)]
    [InlineData("1", null, false)]
    public void Versions_compare_as_numbers_and_what_is_no_number_is_never_older(string? left, string? right, bool older) =>
        Assert.Equal(older, ResourceVersion.IsOlder(left, right));
}
