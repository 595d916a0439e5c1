using ReasonOps.ProcessNode.Containers;

namespace ReasonOps.ControlPlane.Tests.ProcessNode.Units;

public class LocalNamesTests
{
    private readonly LocalNames _names = new(
        new Dictionary<string, string> { ["/etc/app"] = "/v/etc", ["/etc/app/deep/"] = "/w", ["/tmp"] = "/v/tmp" }, "127.9.8.7");

    [Theory]
    [InlineData("/etc/app", "/v/etc")]
    [InlineData("/etc/app/file", "/v/etc/file")]
    [InlineData("/etc/app/deep/file", "/w/file")]
    [InlineData("/etc/application", "/etc/application")]
    [InlineData("/opt/etc/app", "/opt/etc/app")]
    [InlineData("--file=/etc/app/a:/tmp/b", "--file=/v/etc/a:/v/tmp/b")]
    [InlineData("cat '/tmp/x' >/tmp/y", "cat '/v/tmp/x' >/v/tmp/y")]
    [InlineData("http://*:8080", "http://127.9.8.7:8080")]
    [InlineData("http://+:80;https://0.0.0.0:443/tmp", "http://127.9.8.7:80;https://127.9.8.7:443/tmp")]
    [InlineData("0.0.0.0", "127.9.8.7")]
    [InlineData("[::]:8000", "127.9.8.7:8000")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("2*3", "2*3")]
    public void Paths_and_addresses_become_those_of_the_machine(string text, string local) => Assert.Equal(local, _names.Of(text));
}

public class VariablesTests
{
    [Theory]
    [InlineData("$(A)", "1")]
    [InlineData("a$(A)$(B)c", "a12c")]
    [InlineData("$(C)", "$(C)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$(A", "$(A")]
    [InlineData("$", "$")]
    public void Only_known_names_are_replaced(string text, string expanded) =>
        Assert.Equal(expanded, Variables.Expand(text, new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" }));
}
