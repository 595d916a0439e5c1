using ReasonOps.Kubernetes.Apply;

namespace ReasonOps.Kubernetes.Tests.Apply;

public class QuantityTests
{
    [Theory]
    [InlineData("0.5", "500m")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1e3", "1k")]
    [InlineData("1E3", "1000")]
    [InlineData("1E", "1000P")]
    [InlineData("1500u", "1.5m")]
    [InlineData("-1", "-1000m")]
    [InlineData("8Ei", "8192Pi")]
    public void Spellings_of_one_value_are_the_same(string left, string right) => Assert.True(Quantity.Same(left, right));

    [Theory]
    [InlineData("1", "1m")]
    [InlineData("1G", "1Gi")]
    [InlineData("", "")]
    [InlineData("x", "x")]
    [InlineData("1Gib", "1Gi")]
    [InlineData("99999999999999999999999999Ei", "99999999999999999999999999Ei")]
    public void Others_are_not(string left, string right) => Assert.False(Quantity.Same(left, right));
}
