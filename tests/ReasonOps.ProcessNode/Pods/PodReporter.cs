using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.ProcessNode.Pods;

/// <summary>Sends a pod's status when it changed; the latest of what piled up meanwhile.</summary>
internal sealed class PodReporter : IDisposable
{
    private static readonly EntityType Type = EntityType.Of<V1Pod>();
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly NodeContext _node;
    private readonly V1Pod _pod;
    private readonly PodState _state;
    private readonly SemaphoreSlim _changed = new(1, 1);
    private readonly Dictionary<string, V1Condition> _conditions = [];
    private string? _sent;

    public PodReporter(NodeContext node, V1Pod pod, string address)
    {
        (_node, _pod) = (node, pod);
        _state = new(pod, address, node.Addresses.Host) { Changed = Wake };
    }

    public PodState State => _state;

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await _changed.WaitAsync(cancellation);
            if (await TrySendAsync(cancellation)) continue;
            await Task.Delay(Pause, cancellation);
            Wake();
        }
    }

    /// <returns>False when the server could not be told.</returns>
    public async Task<bool> TrySendAsync(CancellationToken cancellation)
    {
        var status = _state.Status();
        var json = JsonSerializer.SerializeToNode(status with { Conditions = WithTimes(status.Conditions!) }, _node.Client.Json)!.AsObject();
        if (json.ToJsonString() == _sent) return true;
        var text = json.ToJsonString();
        try
        {
            // Of that very pod: another of its name has a UID that this patch would change, which is refused.
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = _pod.Metadata.Uid }, ["status"] = json };
            await _node.Client.PatchAsync(Type, _pod.Metadata.Namespace, _pod.Metadata.Name!, patch, "status", cancellation);
            _sent = text;
            return true;
        }
        catch (KubernetesException refused) when (refused.IsConflict || refused.IsInvalid)
        {
            _sent = text; // it is another's
            return true;
        }
        catch (KubernetesException)
        {
            return false;
        }
    }

    public void Dispose() => _changed.Dispose();

    private void Wake()
    {
        try
        {
            if (_changed.CurrentCount == 0) _changed.Release();
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Woken already, or over.
        }
    }

    /// <summary>With the time since when each holds, and with those that others (the scheduler) have set.</summary>
    private List<V1Condition> WithTimes(IReadOnlyList<V1Condition> ours)
    {
        foreach (var condition in ours)
            _conditions[condition.Type!] = condition with { LastTransitionTime =
                _conditions.TryGetValue(condition.Type!, out var before) && before.Status == condition.Status ? before.LastTransitionTime : TimeProvider.System.GetUtcNow() };
        var others = (_node.Cluster.Pods.Get(ObjectKey.Of(_pod)) ?? _pod).Status?.Conditions ?? [];
        return [.. others.Where(condition => !_conditions.ContainsKey(condition.Type!)), .. _conditions.Values];
    }
}
