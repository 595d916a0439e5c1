using ReasonOps.Kubernetes.Configuration;

namespace ReasonOps.Kubernetes.Tests.Configuration;

/// <summary>A folder of one test's files, gone after it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("reasonops-configuration-").FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Script(string name, string text)
    {
        var path = Write(name, "#!/bin/sh\n" + text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>A kubeconfig of one cluster and user, given their fields in YAML's flow style.</summary>
    public string Kubeconfig(string cluster = "server: https://h:1", string user = "", string name = "config") => Write(name,
        $$"""
        apiVersion: v1
        kind: Config
        current-context: here
        contexts: [{name: here, context: {cluster: c, user: u, namespace: team} }]
        clusters: [{name: c, cluster: { {{cluster}} } }]
        users: [{name: u, user: { {{user}} } }]
        """);

    public KubernetesConfiguration Read(string cluster = "server: https://h:1", string user = "") =>
        KubernetesConfiguration.FromFiles([Kubeconfig(cluster, user)]);

    /// <summary>The message, and that no secret is in it.</summary>
    public string Refused(string cluster = "server: https://h:1", string user = "")
    {
        var message = Assert.Throws<KubernetesConfigurationException>(() => Read(cluster, user)).Message;
        Assert.DoesNotContain("s3cret", message, StringComparison.OrdinalIgnoreCase);
        return message.Replace(Path, "", StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
