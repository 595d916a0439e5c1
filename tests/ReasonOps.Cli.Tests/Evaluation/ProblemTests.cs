using ReasonOps.Cli.Evaluation;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Tests.Evaluation;

public sealed class ProblemTests
{
    [Fact]
    public async Task Problems_keep_their_order_and_empty_lines_are_skipped()
    {
        using var scratch = new Scratch();
        var file = scratch.Write("p.jsonl", "{\"prompt\": \"1+1=\", \"answer\": \"2\", \"level\": 3}\n  \n{\"answer\": \"ü\", \"prompt\": \"x\"}");

        Assert.Equal([new Problem("1+1=", "2"), new Problem("x", "ü")], await Problem.ReadAsync(file, CancellationToken.None));
    }

    [Fact]
    public async Task What_ships_can_be_read() =>
        Assert.NotEmpty(await Problem.ReadAsync(Path.Combine(Repository.Root, "config/models/arithmetic/problems.jsonl"), CancellationToken.None));

    [Fact]
    public async Task A_missing_file_is_named() => Assert.Equal(
        "--problems /no/such: no such file",
        (await Assert.ThrowsAsync<WrongInputException>(() => Problem.ReadAsync("/no/such", CancellationToken.None))).Message);
}
