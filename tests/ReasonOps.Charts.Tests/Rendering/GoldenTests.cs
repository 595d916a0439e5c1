using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Rendering;

/// <summary>What the chart renders, as a reader would check it. <c>UPDATE_GOLDEN=1 dotnet test</c> writes the files anew.</summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("one-namespace", "-f", "one-namespace.yaml")]
    [InlineData("everything", "-f", "everything.yaml")]
    public async Task Rendered_as_in_its_file(string golden, params string[] arguments)
    {
        // The kinds have files of their own.
        var rendered = await Chart.TextAsync([.. arguments.Select(Locate), "--set", "crds.install=false"]);

        var path = Repository.PathOf("tests", "ReasonOps.Charts.Tests", "Golden", $"{golden}.yaml");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") await File.WriteAllTextAsync(path, rendered);
        Assert.Equal(await File.ReadAllTextAsync(path), rendered);
    }

    private static string Locate(string argument) => argument.EndsWith(".yaml", StringComparison.Ordinal) ? Chart.Values(argument) : argument;
}
