using System.Text.Json;

namespace ReasonOps.Gateway.Tests.Chat;

public sealed class ManyStreamsTests
{
    private const int Streams = 300;
    private const string Ask = """{"model":"math","messages":[{"role":"user","content":"12+7*8-5="}],"stream":true}""";

    [Fact]
    public async Task Hundreds_of_streams_are_held_at_once_and_each_gets_the_whole_of_its_own()
    {
        using var gate = new SemaphoreSlim(0);
        await using var gateway = await TestGateway.StartAsync();
        gateway.Engine.Pace = gate.WaitAsync;
        // Each chain says its seed, and each request has one of its own.
        gateway.Engine.Scripts = seed => new Fakes.Script([$"I am {seed};"], [$"{seed}"]);
        var asking = Enumerable.Range(0, Streams).Select(i => AskAsync(gateway, i)).ToList();
        await Wait.UntilAsync(() => gateway.Engine.Running == Streams, "all are held at once", TimeSpan.FromMinutes(2));

        gate.Release(Streams * 4);

        var texts = await Task.WhenAll(asking);
        Assert.Equal(Enumerable.Range(0, Streams).Select(i => $"I am {i}; {i}"), texts);
        await Wait.UntilAsync(() => gateway.Engine.Running == 0, "no request is left behind");
    }

    private static async Task<string> AskAsync(TestGateway gateway, int seed)
    {
        using var response = await gateway.PostAsync(Ask[..^1] + $",\"seed\":{seed}}}");
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        var deltas = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("data: {", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line["data: ".Length..]).GetProperty("choices")[0].GetProperty("delta")).ToList();
        return $"{Joined(deltas, "reasoning")} {Joined(deltas, "content")}";
    }

    private static string Joined(IEnumerable<JsonElement> deltas, string member) =>
        string.Concat(deltas.Select(delta => delta.TryGetProperty(member, out var text) ? text.GetString() : ""));
}
