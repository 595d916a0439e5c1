using System.Globalization;
using System.Text.Json;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests.Engines;

public sealed class EnginesTests
{
    private const int MostQuestions = 1000;

    [Fact]
    public async Task An_engine_that_votes_at_random_is_found_by_its_votes_told_of_and_asked_no_more()
    {
        await using var bad = await ScriptedEngine.StartAsync();
        bad.Scripts = seed => new Script(["?;"], [(seed * 7919 % 1009).ToString(CultureInfo.InvariantCulture)]);
        await using var gateway = await TestGateway.StartAsync(snapshot => snapshot with
        {
            Engines = snapshot.Engines with { Fixed = [.. snapshot.Engines.Fixed, new EngineTarget(bad.Url)] },
        });
        await Wait.UntilAsync(async () => (await EnginesAsync(gateway)).All(engine => engine.State == "Ready"), "both engines are ready");

        for (var asked = 0; asked < MostQuestions && !await IsSuspectAsync(gateway, bad); asked++) await gateway.AnswerAsync(TestGateway.Ask, "rk-pro");

        Assert.True(await IsSuspectAsync(gateway, bad));
        var (good, suspect) = ((await EnginesAsync(gateway)).Single(engine => engine.State == "Ready"), (await EnginesAsync(gateway)).Single(engine => engine.State == "Suspect"));
        Assert.Equal((0.0, 0.0), (good.Disagreement, good.Evidence));
        Assert.Equal(1, suspect.Evidence);
        Assert.Contains("by more than chance allows", suspect.Reason, StringComparison.Ordinal);
        Assert.Contains($"reasonops_engine_suspect{{reasonops_engine=\"{new Uri(bad.Url).Authority}\"}} 1", await gateway.MetricsAsync(), StringComparison.Ordinal);
        var before = bad.Requests.Count;
        for (var asked = 0; asked < 8; asked++) await gateway.AnswerAsync(TestGateway.Ask, "rk-pro");
        Assert.Equal(before, bad.Requests.Count);
    }

    [Fact]
    public async Task Engines_are_for_those_with_a_key()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var response = await gateway.SendAsync(HttpMethod.Get, "/v1/engines", key: null);
        Assert.Equal(401, (int)response.StatusCode);
    }

    private static async Task<bool> IsSuspectAsync(TestGateway gateway, ScriptedEngine engine) =>
        (await EnginesAsync(gateway)).Any(each => each.Id == new Uri(engine.Url).Authority && each.State == "Suspect");

    private static async Task<IReadOnlyList<Told>> EnginesAsync(TestGateway gateway)
    {
        using var response = await gateway.SendAsync(HttpMethod.Get, "/v1/engines", "rk-pro");
        var list = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return [.. list.GetProperty("data").EnumerateArray().Select(engine => new Told(
            engine.GetProperty("id").GetString()!,
            engine.GetProperty("state").GetString()!,
            engine.TryGetProperty("reason", out var reason) ? reason.GetString() : null,
            engine.GetProperty("votes").TryGetProperty("disagreement", out var lost) ? lost.GetDouble() : null,
            engine.GetProperty("votes").GetProperty("evidence").GetDouble()))];
    }

    private sealed record Told(string Id, string State, string? Reason, double? Disagreement, double Evidence);
}
