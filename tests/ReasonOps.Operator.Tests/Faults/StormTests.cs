using System.Collections.Concurrent;
using System.Net;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.Operator.Tests.Faults.Operators;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>A server that refuses, is overwhelmed or fails.</summary>
public sealed class StormTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>The first so many requests of every verb.</summary>
    private static Func<ProxiedRequest, bool> First(int count)
    {
        var asked = new ConcurrentDictionary<string, int>();
        return request => asked.AddOrUpdate(request.Verb, 1, (_, before) => before + 1) <= count;
    }

    /// <summary>The client tries five times, so six are more than it bears.</summary>
    [Theory]
    [InlineData(HttpStatusCode.Conflict, 2)]
    [InlineData(HttpStatusCode.Conflict, 6)]
    [InlineData(HttpStatusCode.TooManyRequests, 2)]
    [InlineData(HttpStatusCode.TooManyRequests, 6)]
    [InlineData(HttpStatusCode.InternalServerError, 2)]
    [InlineData(HttpStatusCode.InternalServerError, 12)]
    [InlineData(HttpStatusCode.ServiceUnavailable, 6)]
    [InlineData(HttpStatusCode.Gone, 6)]
    public async Task The_first_of_every_verb_are_refused(HttpStatusCode status, int first)
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        FaultRule? storm = null;
        var fault = new Fault.Answer(status, RetryAfter: status == HttpStatusCode.TooManyRequests ? Soon : null);
        var running = await stage.StartAsync(new() { Speed = 20, Faults = each => storm = each.Proxy.Inject(fault, First(first)) });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        await stage.ApplyAsync(Changed); // with deletes, of which the first are refused too
        await stage.ConvergedAsync(Changed);
        Assert.InRange(storm!.Hits, 4 * first, int.MaxValue);
        Assert.False(running.Run.IsCompleted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_storm_of_all_sorts_passes(int seed)
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var weather = new Weather(seed, requests: 250);
        await stage.StartAsync(new() { Speed = 20, Faults = each => weather.Over(each.Proxy) });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        await stage.ApplyAsync(Changed);
        await stage.ConvergedAsync(Changed);
        Assert.InRange(weather.Hits, 20, 250);
    }

    [Fact]
    public async Task A_child_that_may_not_be_deleted_is_told_beside_all_else_and_goes_when_it_may()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var running = await stage.StartAsync(new() { Speed = 10 });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        using (running.Proxy.Inject(new Fault.Answer(HttpStatusCode.Forbidden), request => request.Verb == "delete"))
        {
            await stage.ApplyAsync(Changed);
            await stage.SaidAsync("Progressing", "False/ApplyFailed: Ingress math is no longer wanted");
            Assert.All(await stage.DifferencesAsync(Changed), difference => Assert.Matches("^(too many: ingresses math|reasoningservices math )", difference));
        }
        await stage.ConvergedAsync(Changed);
    }

    [Fact]
    public async Task A_group_that_did_not_answer_at_first_is_asked_again()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        FaultRule? down = null;
        await stage.StartAsync(new()
        {
            Speed = 10,
            Faults = each => down = each.Proxy.Inject(
                new Fault.Answer(HttpStatusCode.ServiceUnavailable), request => request.Path.StartsWith("/apis/policy/", StringComparison.Ordinal) && request.Resource.Length == 0, times: 8),
        });
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(8, down!.Hits);
    }

    [Fact]
    public async Task A_list_that_expires_between_two_pages_is_read_anew()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        await Parallel.ForEachAsync(Enumerable.Range(0, 520), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
            await stage.ApplyAsync(Core, $"secrets/many-{number}", $"{{apiVersion: v1, kind: Secret, metadata: {{name: many-{number}, labels: {{many: \"yes\"}}}}}}"));
        FaultRule? expired = null;
        var running = await stage.StartAsync(new()
        {
            Faults = each => expired = each.Proxy.Inject(
                new Fault.Answer(HttpStatusCode.Gone), request => request.Is("list", "secrets") && request.Query.Contains("continue=", StringComparison.Ordinal), times: 1),
        });
        await stage.ApplyAsync(Manifest);
        await stage.SaidAsync("Accepted", "True");
        await stage.DeleteAsync(Core, "secrets?labelSelector=many%3Dyes");
        await stage.ConvergedAsync(Manifest);
        Assert.Equal(1, expired!.Hits);
        Assert.Equal(Writes, running.Writes.Count);
    }
}
