using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class ProbeCommandTests
{
    [Fact]
    public async Task It_waits_until_the_answer_is_a_success()
    {
        var asked = 0;
        await using var server = await ServeAsync(() => ++asked < 3 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK);
        var url = $"{server.Urls.First()}/readyz";

        var ended = await Child.RunAsync("probe", url, "--within", "30s");

        Assert.Equal((ExitCode.Done, $"{url}: 200 OK", ""), (ended.Code, ended.Out, ended.Errors));
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task What_never_succeeds_fails_with_what_was_said()
    {
        await using var server = await ServeAsync(() => HttpStatusCode.ServiceUnavailable);
        var url = $"{server.Urls.First()}/readyz";

        var ended = await Child.RunAsync("probe", url, "--within", "3s");

        Assert.Equal((ExitCode.Failed, "", $"{url}: 503 Service Unavailable, for 3s"), (ended.Code, ended.Out, ended.Errors));
    }

    [Fact]
    public async Task Nobody_there_is_a_failure_and_not_a_crash()
    {
        var ended = await Child.RunAsync("probe", "http://127.0.0.1:1/readyz", "--within", "3s");

        Assert.Equal((ExitCode.Failed, ""), (ended.Code, ended.Out));
        Assert.StartsWith("http://127.0.0.1:1/readyz: Connection refused", ended.Errors);
    }

    [Theory]
    [InlineData("ftp://here/", "10s", "URL ftp://here/: is not an address to ask")]
    [InlineData("readyz", "10s", "URL readyz: is not an address to ask")]
    [InlineData("http://127.0.0.1:1/", "soon", "--within soon: is not a time to wait")]
    [InlineData("http://127.0.0.1:1/", "0s", "--within 0s: is not a time to wait")]
    public async Task What_cannot_be_asked_is_explained(string url, string within, string says)
    {
        var ended = await Child.RunAsync("probe", url, "--within", within);

        Assert.Equal(ExitCode.WrongInput, ended.Code);
        Assert.Contains(says, ended.Errors);
    }

    private static async Task<WebApplication> ServeAsync(Func<HttpStatusCode> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/readyz", () => Results.StatusCode((int)answer()));
        await app.StartAsync();
        return app;
    }
}
