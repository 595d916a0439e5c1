using ReasonOps.Kubernetes.Models;

namespace ReasonOps.ProcessNode.Pods;

/// <summary>What becomes of a pod, told by its containers as they go; thread-safe.</summary>
internal sealed class PodState
{
    private readonly Lock _lock = new();
    private readonly V1Pod _pod;
    private readonly string _address;
    private readonly string _host;
    private readonly DateTimeOffset _began = TimeProvider.System.GetUtcNow();
    private readonly Dictionary<string, V1ContainerStatus> _containers;

    public PodState(V1Pod pod, string address, string host)
    {
        (_pod, _address, _host) = (pod, address, host);
        _containers = (pod.Spec!.InitContainers ?? []).Concat(pod.Spec.Containers!).ToDictionary(container => container.Name!, container => new V1ContainerStatus
        {
            Name = container.Name, Image = container.Image, ImageID = "", Started = false, State = new() { Waiting = new() { Reason = "ContainerCreating" } },
        });
    }

    /// <summary>Called after every change.</summary>
    public Action Changed { get; init; } = static () => { };

    public void Set(string container, Func<V1ContainerStatus, V1ContainerStatus> change)
    {
        lock (_lock)
        {
            var next = change(_containers[container]);
            if (next == _containers[container]) return;
            _containers[container] = next;
        }
        Changed();
    }

    /// <summary>Its conditions without their times.</summary>
    public V1PodStatus Status()
    {
        lock (_lock)
        {
            var (init, main) = (Of(_pod.Spec!.InitContainers ?? []), Of(_pod.Spec.Containers!));
            var initialized = init.All(one => IsSidecar(one) ? one.Started == true : one.State!.Terminated?.ExitCode == 0);
            var phase = Phase(init, main);
            var ready = initialized && phase == "Running" && main.Concat(init.Where(IsSidecar)).All(one => one.Ready);
            return new()
            {
                Phase = phase, HostIP = _host, PodIP = _address, PodIPs = [new() { Ip = _address }], StartTime = _began,
                InitContainerStatuses = init.Count == 0 ? null : init, ContainerStatuses = main,
                Conditions = [Condition("Initialized", initialized), Condition("Ready", ready, main), Condition("ContainersReady", ready, main)],
            };
        }
    }

    private List<V1ContainerStatus> Of(IReadOnlyList<V1Container> containers) => [.. containers.Select(container => _containers[container.Name!])];

    private bool IsSidecar(V1ContainerStatus status) =>
        _pod.Spec!.InitContainers?.Any(container => container.Name == status.Name && container.RestartPolicy == "Always") == true;

    private string Phase(List<V1ContainerStatus> init, List<V1ContainerStatus> main)
    {
        if (main.All(IsOver)) return main.All(one => one.State!.Terminated!.ExitCode == 0) ? "Succeeded" : "Failed";
        if (_pod.Spec!.RestartPolicy == "Never" && init.Any(one => one.State!.Terminated is { ExitCode: not 0 })) return "Failed";
        return main.Any(one => one.State!.Running is not null || one.LastState is not null || one.State.Terminated is not null) ? "Running" : "Pending";
    }

    private bool IsOver(V1ContainerStatus one) => one.State!.Terminated is { } ended && _pod.Spec!.RestartPolicy switch
    {
        "Never" => true,
        "OnFailure" => ended.ExitCode == 0,
        _ => false,
    };

    private static V1Condition Condition(string type, bool holds, List<V1ContainerStatus>? containers = null)
    {
        var unready = containers?.Where(one => !one.Ready).Select(one => one.Name).ToList() ?? [];
        return new()
        {
            Type = type, Status = holds ? "True" : "False", Reason = holds ? null : containers is null ? "ContainersNotInitialized" : "ContainersNotReady",
            Message = holds || unready.Count == 0 ? null : $"containers with unready status: [{string.Join(' ', unready)}]",
        };
    }
}
