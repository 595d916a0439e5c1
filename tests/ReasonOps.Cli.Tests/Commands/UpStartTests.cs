using System.Text.RegularExpressions;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class UpStartTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task It_starts_answers_and_a_signal_stops_it(string signal)
    {
        await using var up = await Up.StartAsync(Repository.Sample);

        var answer = await up.AskAsync("pro", "12+7*8-5=", seed: 1);
        await up.Child.SignalAsync(signal);

        Assert.NotEmpty(answer.Reasoning());
        Assert.InRange(answer.Reasonops!.Votes!.Cast, 1, 5);
        Assert.Equal(ExitCode.Interrupted, await up.Child.EndAsync());
        Assert.Equal(["free", "pro", "research"], up.Keys.Keys);
        Assert.Empty(up.Child.Errors);
        Assert.Single(up.Child.Out.Split('\n'));
    }

    [Fact]
    public async Task Text_says_where_it_is_and_shows_made_keys_but_never_given_ones()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("keys.env", "# pro\npro-keys=rk-from-the-file\n");
        await using var child = Child.Start(
            "up", "-f", Repository.Sample, "-p", "0", "--secret", "free-keys=rk-given", "--secret", "free-keys=rk-second", "--secrets", file);
        var endpoint = (await child.LineAsync(@"gateway +(http://\S+/v1)")).Groups[1].Value;
        var made = (await child.LineAsync(@"key +research +(\S+)")).Groups[1].Value;
        await child.LineAsync("Ctrl-C drains");

        int[] statuses = [.. await Task.WhenAll(
            new[] { "rk-given", "rk-second", "rk-from-the-file", made, "rk-wrong" }.Select(key => Asking.StatusAsync(endpoint, key)))];
        await child.SignalAsync("INT");

        Assert.Equal([200, 200, 200, 200, 401], statuses);
        Assert.Equal(ExitCode.Interrupted, await child.EndAsync());
        Assert.DoesNotMatch("rk-given|rk-second|rk-from-the-file", child.Out + child.Errors);
        Assert.Single(Regex.Matches(child.Out, "(?m)^  key "));
        Assert.EndsWith("draining", child.Out);
    }

    [Fact]
    public async Task A_request_under_way_is_answered_before_it_stops()
    {
        using var scratch = new Scratch();
        await using var engine = await SilentEngine.StartAsync();
        await using var up = await Up.StartAsync(scratch.Write("m.yaml", Manifests.Fronting("openai", engine.Url)));
        var answer = up.AskAsync("me", "6*7=", overrides: new() { Votes = 1 });
        await engine.Asked;

        await up.Child.SignalAsync("TERM");
        // New connections are refused from here on: it drains.
        await Wait.UntilAsync(async () => await RefusesAsync(up.Endpoint), "it still listens");
        Assert.True(up.Child.IsRunning);
        engine.Speak();

        Assert.Equal("42", (await answer).Content());
        Assert.Equal(ExitCode.Interrupted, await up.Child.EndAsync());
    }

    [Fact]
    public async Task A_second_interrupt_does_not_wait_for_what_runs()
    {
        using var scratch = new Scratch();
        await using var engine = await SilentEngine.StartAsync();
        await using var child = Child.Start(
            "up", "-f", scratch.Write("m.yaml", Manifests.Fronting("openai", engine.Url)), "-p", "0", "--secret", "my-keys=rk-me");
        var endpoint = (await child.LineAsync(@"gateway +(http://\S+/v1)")).Groups[1].Value;
        var answer = Asking.AskAsync(endpoint, "rk-me", "math", "6*7=", overrides: new() { Votes = 1 });
        await engine.Asked;

        await child.SignalAsync("INT");
        await child.LineAsync("draining");
        Assert.True(child.IsRunning);
        await child.SignalAsync("INT");

        Assert.Equal(ExitCode.Interrupted, await child.EndAsync(TimeSpan.FromMinutes(1)));
        await Assert.ThrowsAnyAsync<Exception>(() => answer);
    }

    private static async Task<bool> RefusesAsync(string endpoint)
    {
        using var http = new HttpClient();
        try
        {
            await http.GetAsync(endpoint.Replace("/v1", "/health"));
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
