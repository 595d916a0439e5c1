using System.Diagnostics;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Faults;
using ReasonOps.ControlPlane.Tools;
using static ReasonOps.Operator.Tests.Faults.SampleService;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>A namespace that goes with all that is in it.</summary>
public sealed class DeletedNamespaceTests(SharedWholeControlPlane shared) : IClassFixture<SharedWholeControlPlane>
{
    /// <summary>In vain, or only just not: children that the namespace's controller takes are made again until the service itself goes.</summary>
    private const int MostWrites = 60;

    private static bool IsAsked(ProxiedRequest request) => request.Verb != "watch" && request.Resource != "leases";

    [Fact]
    public async Task It_goes_and_the_operator_is_at_peace_and_works_in_the_next_of_that_name()
    {
        await using var stage = await Stage.OpenAsync(shared.Plane);
        var running = await stage.StartAsync();
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
        running.Proxy.ForgetRequests();
        using (await shared.Plane.Client.DeleteAsync($"api/v1/namespaces/{stage.Namespace}")) { }
        await Until.TrueAsync("the namespace is gone", async () =>
        {
            using var answer = await shared.Plane.Client.GetAsync($"api/v1/namespaces/{stage.Namespace}");
            return answer.StatusCode == System.Net.HttpStatusCode.NotFound;
        }, TimeSpan.FromSeconds(120));
        await PeaceAsync(running.Proxy);
        Assert.InRange(running.Writes.Count, 0, MostWrites);
        Assert.False(running.Run.IsCompleted);

        await stage.RecreateAsync();
        await stage.ApplyAsync(Manifest);
        await stage.ConvergedAsync(Manifest);
    }

    /// <summary>Nothing is asked for longer than the longest pause before a failed pass is tried again at first.</summary>
    private static async Task PeaceAsync(FaultProxy proxy)
    {
        var (asked, since) = (proxy.Count(IsAsked), Stopwatch.GetTimestamp());
        await Until.TrueAsync("nothing is asked for", () =>
        {
            if (proxy.Count(IsAsked) is var now && now != asked) (asked, since) = (now, Stopwatch.GetTimestamp());
            return Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(3);
        });
    }
}
