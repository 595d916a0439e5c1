using ReasonOps.Operator.Hosting;

namespace ReasonOps.Operator.Tests.Hosting;

public sealed class HealthAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8081", "127.0.0.1:8081")]
    [InlineData("http://localhost:0", "127.0.0.1:0")]
    [InlineData("http://[::1]:9", "[::1]:9")]
    [InlineData("http://0.0.0.0:8081", "0.0.0.0:8081")]
    public void An_address_is_read(string url, string read) => Assert.Equal(read, HealthAddress.Parse(url)?.ToString());

    [Fact]
    public void A_star_is_every_address() => Assert.Contains(HealthAddress.Parse("http://*:8081")?.ToString(), new[] { "[::]:8081", "0.0.0.0:8081" });

    [Theory]
    [InlineData("")]
    [InlineData("8081")]
    [InlineData("https://*:8081")]
    [InlineData("http://example.com:8081")]
    [InlineData("http://*:99999")]
    [InlineData("http://*:8081/healthz")]
    public void What_is_none_is_not(string url) => Assert.Null(HealthAddress.Parse(url));
}
