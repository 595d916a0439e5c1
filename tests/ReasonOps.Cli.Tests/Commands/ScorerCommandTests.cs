using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Scores;

namespace ReasonOps.Cli.Tests.Commands;

public sealed class ScorerCommandTests
{
    [Theory]
    [InlineData("-m embedded://algebra", "--model: there is no model \"algebra\"")]
    [InlineData("-m /no/such/folder", "/no/such/folder is not a folder; a reward model is")]
    [InlineData("-m embedded://arithmetic", "architecture is \"llama\"; a scorer runs \"llama-reward\"")]
    public async Task What_it_cannot_serve_is_explained(string arguments, string says)
    {
        var ended = await Child.RunAsync(["scorer", .. arguments.Split(' ')]);

        Assert.Equal((ExitCode.WrongInput, ""), (ended.Code, ended.Out));
        Assert.Contains(says, ended.Errors);
        Assert.DoesNotContain("   at ", ended.Errors);
    }

    [Fact]
    public async Task The_model_that_ships_is_served_until_it_is_told_to_stop()
    {
        await using var scorer = Child.Start("scorer", "-m", "embedded://arithmetic-reward", "--url", "http://127.0.0.1:0", "--threads", "1");
        var url = (await scorer.LineAsync(@"^arithmetic-reward on (\S+)$")).Groups[1].Value;
        using var http = new HttpClient();

        var answer = await new OpenAiClient(http, new Uri(url)).ScoreAsync(new ScoreRequest
        {
            Model = "arithmetic-reward",
            Kind = ScoreRequest.Process,
            Messages = [new() { Role = "user", Content = "12+7*8-5=" }],
            Items = [new ScoreItem { Steps = ["7*8=56;", "12+56=68;"] }, new ScoreItem { Steps = ["7*8=56;", "12+56=91;"] }],
        });

        Assert.Equal([2, 2], answer.Data.Select(item => item.Scores.Count));
        Assert.True(answer.Data[0].Scores[1] > answer.Data[1].Scores[1], "the wrong step scores below the right one");
        await scorer.SignalAsync("TERM");
        Assert.Equal(ExitCode.Interrupted, await scorer.EndAsync());
    }
}
