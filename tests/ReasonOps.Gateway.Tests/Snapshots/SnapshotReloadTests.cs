using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ReasonOps.Api.Snapshots;
using ReasonOps.Gateway.Tests.Fakes;

namespace ReasonOps.Gateway.Tests.Snapshots;

public sealed class SnapshotReloadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reasonops-snapshot-").FullName;
    private readonly FakeTime _time = new();
    private readonly Lines _log = new();
    private GatewaySnapshot _snapshot = null!;

    private string Path => System.IO.Path.Combine(_folder, "snapshot.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_revoked_key_stops_and_a_new_one_works_within_a_period()
    {
        await using var gateway = await StartAsync();
        Assert.Equal(200, await StatusAsync(gateway, "rk-free"));

        Save(_snapshot with { Tenants = [TestGateway.Free with { KeyHashes = [TestGateway.HashOf("rk-new")] }] });

        await TickUntilAsync(async () => await StatusAsync(gateway, "rk-free") == 401);
        await TickUntilAsync(async () => await StatusAsync(gateway, "rk-new") == 200);
        Assert.Equal(401, await StatusAsync(gateway, "rk-pro"));
    }

    [Theory]
    [InlineData("{ torn")]
    [InlineData("{}")]
    [InlineData("{\"version\":2}")]
    public async Task A_broken_file_keeps_the_one_before_and_says_why_once(string broken)
    {
        await using var gateway = await StartAsync();

        await File.WriteAllTextAsync(Path, broken);

        await TickUntilAsync(() => Task.FromResult(Complaints() == 1));
        var told = _time.GetUtcNow();
        await TickUntilAsync(() => Task.FromResult(_time.GetUtcNow() > told + TimeSpan.FromSeconds(3)));
        await TickUntilAsync(async () => await StatusAsync(gateway, "rk-free") == 200);
        Assert.Equal(1, Complaints());

        Save(_snapshot with { Model = "physics" });
        await TickUntilAsync(async () => await StatusAsync(gateway, "rk-free") == 404);
    }

    [Fact]
    public async Task A_snapshot_with_a_strategy_that_does_not_exist_keeps_the_one_before()
    {
        await using var gateway = await StartAsync();

        Save(_snapshot with { Tenants = [TestGateway.Free with { Strategy = "Guess", Strategies = ["Guess"] }] });

        await TickUntilAsync(() => Task.FromResult(Complaints() == 1));
        Assert.Contains("Guess", _log.All.Single(line => line.Contains("not taken")));
        await TickUntilAsync(async () => await StatusAsync(gateway, "rk-free") == 200);
    }

    [Fact]
    public async Task A_swapped_symlink_is_seen()
    {
        await using var gateway = await StartAsync();
        File.Move(Path, Path + ".1");
        File.WriteAllBytes(Path + ".2", SnapshotJson.Write(_snapshot with { Model = "physics" }));
        File.CreateSymbolicLink(Path, Path + ".1");
        _time.Advance(TimeSpan.FromSeconds(1));

        File.CreateSymbolicLink(Path + ".next", Path + ".2");
        File.Move(Path + ".next", Path, overwrite: true);

        await TickUntilAsync(async () => await StatusAsync(gateway, "rk-free") == 404);
    }

    [Fact]
    public async Task A_gateway_without_a_snapshot_is_alive_and_not_ready_until_it_comes()
    {
        await using var gateway = await StartAsync(save: false);
        Assert.Equal(503, await StatusAsync(gateway, "rk-free"));
        Assert.Equal(200, await GetAsync(gateway, "/health"));
        Assert.Equal(503, await GetAsync(gateway, "/ready"));

        Save(_snapshot);

        await TickUntilAsync(async () => await StatusAsync(gateway, "rk-free") == 200);
        await TickUntilAsync(async () => await GetAsync(gateway, "/ready") == 200);
    }

    [Fact]
    public async Task A_gateway_of_which_no_engine_is_wanted_is_ready_and_says_that_nobody_answers()
    {
        await using var gateway = await StartAsync(save: false);
        var nobody = new EngineTargets { Runtime = "onnx", Fixed = [new EngineTarget("http://127.0.0.1:1/v1")] };
        Save(_snapshot with { Engines = nobody });
        await TickUntilAsync(async () => await StatusAsync(gateway, "rk-free") == 503);
        Assert.Equal(503, await GetAsync(gateway, "/ready"));

        Save(_snapshot with { Engines = nobody with { ScaledToZero = true } });

        await TickUntilAsync(async () => await GetAsync(gateway, "/ready") == 200);
        Assert.Equal(503, await StatusAsync(gateway, "rk-free"));
    }

    [Fact]
    public async Task A_gateway_whose_engine_comes_for_requests_is_ready_and_holds_them_until_it_does()
    {
        TenantSnapshot[] tenants = [TestGateway.Free with { DeadlineSeconds = 3600 }];
        await using var gateway = await StartAsync(save: false);
        Save(_snapshot with { Tenants = tenants, Engines = new() { Runtime = "onnx", Fixed = [new EngineTarget("http://127.0.0.1:1/v1")], Holds = true } });
        await TickUntilAsync(async () => await GetAsync(gateway, "/ready") == 200);

        var held = StatusAsync(gateway, "rk-free");
        await TickUntilAsync(async () => (await gateway.MetricsAsync()).Contains("reasonops_forecast_waiting_requests 1\n", StringComparison.Ordinal));
        Assert.False(held.IsCompleted);

        Save(_snapshot with { Tenants = tenants, Engines = _snapshot.Engines with { Holds = true } });
        await TickUntilAsync(() => Task.FromResult(held.IsCompleted));
        Assert.Equal(200, await held);
        await TickUntilAsync(async () => (await gateway.MetricsAsync()).Contains("reasonops_forecast_waiting_requests 0\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Limits_already_used_outlive_a_new_snapshot()
    {
        var limited = TestGateway.Free with { Limits = new LimitsSnapshot(RequestsPerMinute: 1) };
        await using var gateway = await StartAsync(snapshot => snapshot with { Tenants = [limited] });
        Assert.Equal(200, await StatusAsync(gateway, "rk-free"));

        Save(_snapshot with { Tenants = [limited, TestGateway.Pro] });

        await TickUntilAsync(async () => await StatusAsync(gateway, "rk-pro") == 200);
        Assert.Equal(429, await StatusAsync(gateway, "rk-free"));
    }

    [Fact]
    public async Task No_log_line_holds_a_key_or_a_prompt()
    {
        await using var gateway = await StartAsync();
        await StatusAsync(gateway, "rk-free");
        await StatusAsync(gateway, "rk-wrong");

        Assert.Contains(_log.All, line => line.Contains("free: SingleChain, 1 of 1 votes"));
        Assert.DoesNotContain(_log.All, line => line.Contains("rk-") || line.Contains("12+7*8-5="));
    }

    private Task<TestGateway> StartAsync(Func<GatewaySnapshot, GatewaySnapshot>? change = null, bool save = true)
    {
        return TestGateway.StartAsync(change, WithFile, ready: save);

        GatewayOptions WithFile(GatewayOptions options, GatewaySnapshot snapshot)
        {
            _snapshot = snapshot;
            if (save) Save(snapshot);
            return options with { Snapshot = null, SnapshotPath = Path, Time = _time, Logging = logging => logging.AddProvider(_log) };
        }
    }

    private void Save(GatewaySnapshot snapshot)
    {
        File.WriteAllBytes(Path + ".new", SnapshotJson.Write(snapshot));
        File.Move(Path + ".new", Path, overwrite: true);
    }

    private int Complaints() => _log.All.Count(line => line.Contains("Snapshot not taken"));

    private Task<TimeSpan> TickUntilAsync(Func<Task<bool>> condition) => Wait.UntilAsync(async () =>
    {
        // Not so fast that an engine asked for its health seems late by this clock.
        _time.Advance(TimeSpan.FromMilliseconds(25));
        return await condition();
    }, "the gateway followed the file");

    private static async Task<int> StatusAsync(TestGateway gateway, string key)
    {
        using var response = await gateway.PostAsync(TestGateway.Ask, key);
        return (int)response.StatusCode;
    }

    private static async Task<int> GetAsync(TestGateway gateway, string path)
    {
        using var response = await gateway.Http.GetAsync(path);
        return (int)response.StatusCode;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyCollection<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose() { }
    }
}
