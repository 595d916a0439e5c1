using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Tests.Scheduling;

public class EngineStopTests
{
    [Fact]
    public async Task Stopping_ends_running_and_waiting_requests_with_an_error()
    {
        var engine = TestModel.Engine(new EngineOptions(MaxRunningChains: 1));
        var running = engine.Submit(TestModel.Ask(TestModel.Hard, count: 400));
        var waiting = engine.Submit(TestModel.Ask(TestModel.Hard));
        await Reading.Until(() => engine.Metrics.Running == 1, "the first runs");

        await engine.DisposeAsync();

        await Assert.ThrowsAsync<EngineStoppedException>(running.Chains);
        await Assert.ThrowsAsync<EngineStoppedException>(waiting.Chains);
        Assert.False(engine.Healthy);
    }

    [Fact]
    public async Task A_stopped_engine_says_so_and_can_be_stopped_again()
    {
        var engine = TestModel.Engine();
        await engine.DisposeAsync();
        await engine.DisposeAsync();

        Assert.Throws<EngineStoppedException>(() => engine.Submit(TestModel.Ask("1+1=")));
    }

    [Fact]
    public async Task Requests_that_come_while_it_stops_are_refused_or_ended()
    {
        var engine = TestModel.Engine();
        var submitting = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (true) await engine.Submit(TestModel.Ask("1+1=", maxTokens: 3)).Chains();
        })).ToArray();
        await Reading.Until(() => engine.Metrics.GeneratedTokens > 20, "requests come and go");

        await engine.DisposeAsync();

        foreach (var task in submitting) await Assert.ThrowsAsync<EngineStoppedException>(() => task.WaitAsync(Reading.Deadline));
    }
}
