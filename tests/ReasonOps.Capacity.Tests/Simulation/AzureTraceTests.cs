using ReasonOps.Capacity.Simulation.Loads;

namespace ReasonOps.Capacity.Tests.Simulation;

public class AzureTraceTests
{
    private const string Header = "TIMESTAMP,ContextTokens,GeneratedTokens\n";

    [Fact]
    public void Lines_become_requests_from_the_first_ones_time()
    {
        var requests = AzureTrace.Read(new StringReader(Header + "2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.9951690,396,109\n")).ToList();
        Assert.Equal(new Request(0, 374, 44, 1000), requests[0]);
        Assert.Equal((4.314579, 396, 109), (Math.Round(requests[1].At, 6), requests[1].Prompt, requests[1].Tokens));
    }

    [Theory]
    [InlineData("", "the trace holds no request")]
    [InlineData("2023-11-16 18:15:46,374", "line 2: has 2 fields")]
    [InlineData("yesterday,374,44", "line 2: TIMESTAMP yesterday is no time")]
    [InlineData("2023-11-16 18:15:46,many,44", "line 2: ContextTokens many must be a whole number from 0 to 10000000")]
    [InlineData("2023-11-16 18:15:46,1,-4", "line 2: GeneratedTokens -4 must be")]
    [InlineData("2023-11-16 18:15:46,1,4\n2023-11-16 18:15:45,1,4", "line 3: 2023-11-16 18:15:45 is before the line above")]
    public void What_is_wrong_is_named_with_its_line(string lines, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => AzureTrace.Read(new StringReader(Header + lines)).Count()).Message, StringComparison.Ordinal);

    [Fact]
    public void Reasoning_makes_answers_eight_times_as_long_on_average_with_a_long_tail()
    {
        var short100 = Enumerable.Range(0, 20_000).Select(i => new Request(i, 10, 100, 1000));
        var lengths = AzureTrace.Reasoning(short100, 1).Select(request => request.Tokens).Order().ToList();
        Assert.Equal(800, lengths.Average(), 40.0);
        Assert.True(lengths[19_800] > 4 * lengths[10_000]);
        Assert.Equal(AzureTrace.Reasoning(short100, 2), AzureTrace.Reasoning(short100, 2));
    }

    [Fact]
    public void A_trace_is_read_no_further_than_asked()
    {
        var reader = new StringReader(Header + "2023-11-16 18:15:46,1,4\nnonsense\n");
        Assert.Equal(1, AzureTrace.Read(reader).First().Prompt);
    }
}
