using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.ControlPlane;
using ReasonOps.Kubernetes.Leases;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Leases;

/// <summary>On a real API server.</summary>
public sealed class RealLeaderElectorTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    [Fact]
    public async Task A_lease_passes_from_one_to_the_next_and_renewals_do_not_read()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        using var firstStop = new CancellationTokenSource();
        using var secondStop = new CancellationTokenSource();
        var (first, second) = (Elector(cluster, "first"), Elector(cluster, "second"));
        var firstRun = first.RunAsync(token => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default), firstStop.Token);
        await Until.True(() => first.IsLeader, "the first to lead");
        var secondRun = second.RunAsync(token => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => { }, TaskScheduler.Default), secondStop.Token);

        var began = await LeaseAsync(cluster);
        V1LeaseSpec? now = null;
        await ReasonOps.ControlPlane.Tools.Until.TrueAsync("a renewal", async () => (now = await LeaseAsync(cluster)).RenewTime > began.RenewTime);
        Assert.Equal(("first", 0, began.AcquireTime), (now!.HolderIdentity, now.LeaseTransitions, now.AcquireTime));
        Assert.False(second.IsLeader);

        await firstStop.CancelAsync();
        await firstRun.WaitAsync(TimeSpan.FromMinutes(1));
        await Until.True(() => second.IsLeader, "the second to lead");
        Assert.Equal("second", (await LeaseAsync(cluster)).HolderIdentity);
        await secondStop.CancelAsync();
        await secondRun.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("", (await LeaseAsync(cluster)).HolderIdentity ?? "");
    }

    private static LeaderElector Elector(RealCluster cluster, string identity) =>
        new(cluster.Client, new(cluster.Namespace, "lock", identity) { RetryPeriod = TimeSpan.FromSeconds(0.3) }, TimeProvider.System, NullLogger<LeaderElector>.Instance);

    private static async Task<V1LeaseSpec> LeaseAsync(RealCluster cluster) =>
        (await cluster.Client.GetAsync<V1Lease>(EntityType.Of<V1Lease>(), cluster.Namespace, "lock", default))!.Spec!;
}
