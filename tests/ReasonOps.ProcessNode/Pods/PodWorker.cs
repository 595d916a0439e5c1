using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Containers;
using ReasonOps.ProcessNode.Volumes;

namespace ReasonOps.ProcessNode.Pods;

/// <summary>One pod from its binding to its end: volumes, init containers, containers, and the way out.</summary>
#pragma warning disable CA1001 // its sources hold nothing, and the informer may still cancel them when all is over
internal sealed class PodWorker(NodeContext node, V1Pod pod)
#pragma warning restore CA1001
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile V1Pod? _latest;

    public string Uid => pod.Metadata.Uid!;

    public Task Ended => _ended.Task;

    /// <summary>A new version of it; that it is to go is the one thing of it that matters.</summary>
    public void Update(V1Pod next)
    {
        _latest = next;
        if (next.Metadata.DeletionTimestamp is not { } gone) return;
        var grace = gone - TimeProvider.System.GetUtcNow();
        // The server's clock has no fractions of a second.
        _kill.CancelAfter(grace > TimeSpan.Zero ? grace + TimeSpan.FromSeconds(1) : TimeSpan.Zero);
        _stop.Cancel();
    }

    /// <summary>The server knows it no more, or the node ends: no grace.</summary>
    public void Gone()
    {
        _latest = null;
        _kill.Cancel();
        _stop.Cancel();
    }

    /// <summary>Until it is gone from the server.</summary>
    public async Task RunAsync()
    {
        try
        {
            // Of an earlier life of the node, it has nothing left to do but go.
            if (pod.Status?.Phase is not ("Succeeded" or "Failed")) await LiveAsync();
            await LeaveAsync();
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private async Task LiveAsync()
    {
        var address = node.Addresses.Take();
        var folder = Path.Combine(node.Options.Folder, "pods", $"{pod.Metadata.Name}-{Uid[..8]}");
        Directory.CreateDirectory(folder);
        var place = new PodPlace(node, pod, folder, address);
        if (Directory.Exists(place.Volumes)) Directory.Delete(place.Volumes, recursive: true);
        using var reporter = new PodReporter(node, pod, address);
        using var over = new CancellationTokenSource();
        var reporting = reporter.RunAsync(over.Token);
        var (mounted, syncing) = KeepVolumes(place, reporter.State, over.Token);
        await RunContainersAsync(place, reporter.State, mounted);
        await over.CancelAsync();
        await EndOf(reporting);
        await EndOf(syncing);
        while (_latest is not null && !await reporter.TrySendAsync(CancellationToken.None)) await Task.Delay(Pause);
        if (Directory.Exists(place.Volumes)) Directory.Delete(place.Volumes, recursive: true);
        node.Addresses.Return(address);
    }

    private async Task RunContainersAsync(PodPlace place, PodState state, Task mounted)
    {
        try
        {
            await mounted.WaitAsync(_stop.Token);
            List<Task> running = [];
            foreach (var container in pod.Spec!.InitContainers ?? [])
            {
                var runner = new ContainerRunner(place, container, state, isInit: true, _stop.Token, _kill.Token);
                if (runner.IsSidecar) running.Add(await runner.StartedAsync());
                else if (!await runner.RunAsync()) return;
            }
            running.AddRange(pod.Spec.Containers!.Select(container => new ContainerRunner(place, container, state, isInit: false, _stop.Token, _kill.Token).RunAsync()));
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException)
        {
            // It is to go before it began.
        }
    }

    private (Task Mounted, Task Running) KeepVolumes(PodPlace place, PodState state, CancellationToken cancellation)
    {
        var mounted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (mounted.Task, LoopAsync());

        async Task LoopAsync()
        {
            var volumes = new PodVolumes(node, place.Volumes);
            while (true)
            {
                try
                {
                    if (_latest is { } latest) await volumes.SyncAsync(latest, place.Address, cancellation);
                    mounted.TrySetResult();
                }
                catch (Exception missing) when (missing is NotYetException or KubernetesException)
                {
                    if (!mounted.Task.IsCompleted) TellWaiting(state, missing);
                }
                await Task.Delay(node.Options.VolumePeriod, cancellation);
            }
        }
    }

    private void TellWaiting(PodState state, Exception missing)
    {
        var waiting = new V1ContainerStateWaiting { Reason = (missing as NotYetException)?.Reason ?? "ContainerCreating", Message = missing.Message };
        foreach (var container in pod.Spec!.Containers!) state.Set(container.Name!, status => status with { State = new() { Waiting = waiting } });
    }

    /// <summary>When it was deleted, it goes from the server as soon as it has ended.</summary>
    private async Task LeaveAsync()
    {
        await Task.Delay(Timeout.Infinite, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_latest is { } latest && !await TryDeleteAsync(latest)) await Task.Delay(Pause);
    }

    private async Task<bool> TryDeleteAsync(V1Pod latest)
    {
        try
        {
            await node.Client.DeleteAsync(EntityType.Of<V1Pod>(), latest.Metadata.Namespace, latest.Metadata.Name!, latest.Metadata.Uid, graceSeconds: 0, CancellationToken.None);
            return true;
        }
        catch (KubernetesException failure)
        {
            return failure.IsConflict; // another of its name
        }
    }

    private static async Task EndOf(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
