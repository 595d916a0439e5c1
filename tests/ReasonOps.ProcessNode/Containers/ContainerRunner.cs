using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Pods;
using ReasonOps.ProcessNode.Volumes;

namespace ReasonOps.ProcessNode.Containers;

/// <summary>One container: started, probed, restarted as its pod says, and stopped with notice.</summary>
/// <param name="stop">The pod is to go.</param>
/// <param name="kill">Its grace is over.</param>
internal sealed class ContainerRunner(PodPlace place, V1Container container, PodState state, bool isInit, CancellationToken stop, CancellationToken kill)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _name = container.Name!;
    private int _restarts;

    public bool IsSidecar => isInit && container.RestartPolicy == "Always";

    private NodeOptions Options => place.Node.Options;

    /// <summary>Runs on; ends when it has started once.</summary>
    public async Task<Task> StartedAsync()
    {
        var running = RunAsync();
        await await Task.WhenAny(_started.Task, running);
        return running;
    }

    /// <returns>Whether it ended well, and shall not run again.</returns>
    public async Task<bool> RunAsync()
    {
        var backoff = Options.Backoff;
        while (true)
        {
            if (stop.IsCancellationRequested || await PrepareAsync() is not { } command) return false;
            var ended = await RunOnceAsync(command);
            if (stop.IsCancellationRequested || !Restarts(ended)) return ended.ExitCode == 0;
            var last = new V1ContainerState { Terminated = ended };
            if (ended.ExitCode != 0) Wait("CrashLoopBackOff", $"back-off {backoff.TotalSeconds:0.#}s restarting failed container={_name}", last);
            await Task.Delay(backoff, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, Options.MaxBackoff.Ticks));
            state.Set(_name, status => status with { RestartCount = ++_restarts, LastState = last });
        }
    }

    /// <returns>Null when the pod was stopped before all it needs was there.</returns>
    private async Task<ContainerCommand?> PrepareAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                return new(place, container);
            }
            catch (NotYetException missing)
            {
                Wait(missing.Reason, missing.Message, null);
            }
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    }

    private async Task<V1ContainerStateTerminated> RunOnceAsync(ContainerCommand command)
    {
        var began = TimeProvider.System.GetUtcNow();
        await using var process = command.Start(Path.Combine(place.Folder, $"{_name}.{_restarts}.log"));
        var health = new ContainerHealth(place, container, command, process, state);
        state.Set(_name, status => status with
        {
            ContainerID = $"process://{process.Id}", State = new() { Running = new() { StartedAt = began } }, Started = health.StartsStarted, Ready = health.StartsReady,
        });
        if (health.StartsStarted) _started.TrySetResult();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var (exit, probing) = (process.WaitForExitAsync(CancellationToken.None), health.RunAsync(_started, over.Token));
        await Task.WhenAny(exit, probing);
        await over.CancelAsync();
        if (!process.HasExited) await new Stopping(place, container, command).StopAsync(process, stop.IsCancellationRequested, kill);
        await exit;
        await probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return End(process, began);
    }

    private V1ContainerStateTerminated End(ContainerProcess process, DateTimeOffset began)
    {
        var ended = new V1ContainerStateTerminated
        {
            ExitCode = process.ExitCode, Reason = process.ExitCode == 0 ? "Completed" : "Error", Message = LastWords.Read(place, container) ?? (process.ExitCode == 0 ? null : process.Tail()),
            StartedAt = began, FinishedAt = TimeProvider.System.GetUtcNow(), ContainerID = $"process://{process.Id}",
        };
        state.Set(_name, status => status with { State = new() { Terminated = ended }, Ready = isInit && !IsSidecar && ended.ExitCode == 0, Started = false });
        return ended;
    }

    private bool Restarts(V1ContainerStateTerminated ended) => IsSidecar || place.Pod.Spec!.RestartPolicy switch
    {
        "Never" => false,
        "OnFailure" => ended.ExitCode != 0,
        _ => !isInit || ended.ExitCode != 0,
    };

    private void Wait(string reason, string message, V1ContainerState? last) => state.Set(_name, status => status with
    {
        State = new() { Waiting = new() { Reason = reason, Message = message } }, LastState = last ?? status.LastState, Ready = false, Started = false,
    });
}
