using System.Net;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Apply;

public class StatusWriterTests
{
    private readonly MemoryCluster _cluster = new();
    private readonly ManualTime _time = new();
    private readonly StatusWriter _writer;

    public StatusWriterTests()
    {
        _writer = new(_cluster, _time);
        _cluster.Put(Job, Parent("p"));
    }

    private ApiObject Live => _cluster.Find(Job, Key("p"))!;

    [Fact]
    public async Task A_status_is_written_once_and_not_again_while_it_says_the_same()
    {
        Assert.True(await WriteAsync(Live, Status("False", "Starting")));
        Assert.False(await WriteAsync(Live, Status("False", "Starting")));
        Assert.Equal(["APPLY/status jobs a/p"], _cluster.Writes);
        Assert.Equal(1, Live["spec"].GetProperty("size").GetInt32());
    }

    [Fact]
    public async Task A_conditions_time_is_kept_until_its_status_changes()
    {
        await WriteAsync(Live, Status("False", "Starting"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await WriteAsync(Live, Status("False", "Pulling")));
        Assert.Equal("2026-01-01T00:00:00Z", Since(Live));
        Assert.True(await WriteAsync(Live, Status("True", "Up")));
        Assert.Equal("2026-01-01T00:01:00Z", Since(Live));
    }

    [Fact]
    public async Task A_cache_that_lags_costs_no_second_write_and_keeps_the_time()
    {
        var stale = Live;
        await WriteAsync(stale, Status("False", "Starting"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await WriteAsync(stale, Status("False", "Starting")));
        Assert.True(await WriteAsync(stale, Status("False", "Pulling")));
        Assert.Equal("2026-01-01T00:00:00Z", Since(Live));
    }

    [Fact]
    public async Task A_field_that_is_no_longer_said_is_taken_away()
    {
        var more = Status("True", "Up");
        more["replicas"] = 3;
        await WriteAsync(Live, more);
        Assert.True(await WriteAsync(Live, Status("True", "Up")));
        Assert.False(Live["status"].TryGetProperty("replicas", out _));
    }

    [Fact]
    public async Task What_the_server_or_others_make_of_it_is_not_fought()
    {
        _cluster.Webhook = made => made["status"]!["conditions"]!.AsArray().Add(new JsonObject { ["type"] = "Theirs", ["status"] = "True" });
        Assert.True(await WriteAsync(Live, Status("True", "Up")));
        for (var i = 0; i < 3; i++) Assert.False(await WriteAsync(Live, Status("True", "Up")));
        Assert.True(await WriteAsync(Live, Status("False", "Down")));
        Assert.Equal(2, _cluster.Writes.Count());
    }

    [Fact]
    public async Task An_object_that_is_gone_gets_none_and_one_made_anew_not_the_old_ones()
    {
        var old = Live;
        _cluster.Remove(Job, Key("p"));
        Assert.False(await WriteAsync(old, Status("True", "Up")));
        _cluster.Put(Job, Parent("p"));
        Assert.False(await WriteAsync(old, Status("True", "Up")));
        Assert.Equal(default, Live["status"].ValueKind);
    }

    [Fact]
    public async Task A_change_of_something_else_meanwhile_does_not_hold_it_up()
    {
        var stale = Live;
        _cluster.Put(Job, Parent("p", 2));
        var storm = 2;
        _cluster.Fault = request =>
        {
            if (request.StartsWith("APPLY", StringComparison.Ordinal) && storm-- > 0) _cluster.Put(Job, Parent("p", 3 + storm));
            return null;
        };
        Assert.True(await WriteAsync(stale, Status("True", "Up")));
        Assert.Equal(3, Live["spec"].GetProperty("size").GetInt32());
        _cluster.Fault = request => request.StartsWith("APPLY", StringComparison.Ordinal) ? MemoryCluster.Status(HttpStatusCode.Conflict, "Conflict") : null;
        await Assert.ThrowsAsync<KubernetesException>(() => WriteAsync(Live, Status("False", "Down")));
    }

    private Task<bool> WriteAsync(ApiObject entity, JsonObject status) => _writer.WriteAsync(Job, entity.Metadata, entity["status"], status, default);

    private static string? Since(ApiObject live) => live["status"].GetProperty("conditions")[0].GetProperty("lastTransitionTime").GetString();

    private static JsonObject Status(string status, string reason) => new() {
        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = status, ["reason"] = reason, ["message"] = null }) };
}
