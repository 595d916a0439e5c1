using System.Collections.Concurrent;
using System.Text;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.ProcessNode.Names;

/// <summary>
/// What cluster DNS would answer, as one hosts file for the pods of each namespace: names of Services lead to their ready pods. Files are
/// mounted, so they are written in place, in one write that only ever grows.
/// </summary>
internal sealed class HostsFiles(string folder, ClusterView cluster)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<string, string> _written = new();

    /// <summary>The file's path; it is kept up to date from now on.</summary>
    public string For(string @namespace)
    {
        var path = PathOf(@namespace);
        lock (_written)
            if (!_written.ContainsKey(@namespace)) Write(@namespace, path);
        return path;
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(cancellation))
            lock (_written)
                foreach (var @namespace in _written.Keys) Write(@namespace, PathOf(@namespace));
    }

    /// <summary>Of a namespace's pods: every Service by its full names, those of its own namespace by the bare one too.</summary>
    internal static string Text(string @namespace, IEnumerable<V1Service> services, IReadOnlyCollection<V1Pod> pods)
    {
        var text = new StringBuilder("127.0.0.1 localhost\n");
        foreach (var service in services.OrderBy(service => (service.Metadata.Namespace, service.Metadata.Name)))
        {
            var (name, home) = (service.Metadata.Name, service.Metadata.Namespace);
            var bare = home == @namespace ? $"{name} " : "";
            foreach (var address in Endpoints.Of(service, pods))
                text.Append($"{address} {bare}{name}.{home} {name}.{home}.svc {name}.{home}.svc.cluster.local\n");
        }
        return text.ToString();
    }

    private string PathOf(string @namespace) => Path.Combine(folder, @namespace);

    private void Write(string @namespace, string path)
    {
        var text = Text(@namespace, cluster.Services.All, cluster.Pods.All);
        if (_written.TryGetValue(@namespace, out var before) && before == text) return;
        Directory.CreateDirectory(folder);
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        // What is left of a longer text is written over by empty lines.
        file.Write(Encoding.ASCII.GetBytes(text.PadRight((int)file.Length, '\n')));
        _written[@namespace] = text;
    }
}
