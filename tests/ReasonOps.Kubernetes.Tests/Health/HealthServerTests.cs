using System.Diagnostics.Metrics;
using System.Net;
using ReasonOps.Kubernetes.Health;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Health;

public sealed class HealthServerTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly Heartbeat _heartbeat;
    private readonly HealthServer _server;
    private readonly HttpClient _http = new();
    private IReadOnlyList<string> _notReady = [];

    public HealthServerTests()
    {
        _heartbeat = new(_time);
        _server = new(new(IPAddress.Loopback, 0), _heartbeat, () => _notReady);
    }

    public Task InitializeAsync() => _server.StartAsync(default);

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_lives_while_its_loops_come_round()
    {
        using var pulse = _heartbeat.Start("worker", TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromHours(1)); // at rest
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync("healthz"));
        pulse.Beat("a/math");
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "worker: at a/math for 31 s, longer than 30 s\n"), await GetAsync("healthz"));
        pulse.Dispose();
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("healthz")).Status);
    }

    [Fact]
    public async Task It_is_ready_when_nothing_is_missing_and_else_says_what()
    {
        _notReady = ["v1 Pod (403)", "apps/v1 Deployment"];
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "v1 Pod (403)\napps/v1 Deployment\n"), await GetAsync("readyz"));
        _notReady = [];
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await GetAsync("readyz"));
    }

    [Fact]
    public async Task Figures_are_told_in_the_words_of_prometheus()
    {
        using var meter = new Meter("ReasonOps.Tests.Health");
        meter.CreateCounter<long>("reasonops.tests.scrapes", null, "Scrapes").Add(3, new KeyValuePair<string, object?>("kind", "one"));
        var (status, text) = await GetAsync("metrics");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("reasonops_tests_scrapes_total{kind=\"one\"} 3\n", text);
    }

    [Fact]
    public async Task Other_paths_say_which_there_are() => Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("")).Status);

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(_server.Address, path));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
