using System.Collections.Concurrent;
using ReasonOps.Kubernetes.Informers;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.ProcessNode.Pods;

/// <summary>The pods that run here, by UID: one deleted and made again under its name is another.</summary>
internal sealed class PodTable(NodeContext node)
{
    private readonly ConcurrentDictionary<string, PodWorker> _pods = new();
    private volatile bool _closed;

    public void Told(Change<V1Pod> change)
    {
        if (change.Object.Spec?.NodeName != node.Options.Name || _closed) return;
        var uid = change.Object.Metadata.Uid!;
        var known = _pods.GetValueOrDefault(uid);
        if (change.New is not { } pod) known?.Gone();
        else if (known is not null) known.Update(pod);
        else
        {
            var worker = _pods[uid] = new PodWorker(node, pod);
            worker.Update(pod);
            _ = RunAsync(worker);
        }
    }

    /// <summary>At once, and without a word to the server.</summary>
    public async Task KillAsync()
    {
        _closed = true;
        var workers = _pods.Values.ToList();
        foreach (var worker in workers) worker.Gone();
        await Task.WhenAll(workers.Select(worker => worker.Ended));
    }

    private async Task RunAsync(PodWorker worker)
    {
        try
        {
            await Task.Run(worker.RunAsync);
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"pod {worker.Uid} is lost: {failure}");
        }
        _pods.TryRemove(worker.Uid, out _);
    }
}
