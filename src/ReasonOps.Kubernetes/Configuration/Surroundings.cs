namespace ReasonOps.Kubernetes.Configuration;

/// <summary>What a process is told by its environment and the files it finds; a test gives its own.</summary>
internal sealed class Surroundings
{
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public string Home { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public string ServiceAccountFolder { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public string HomeKubeconfig => Path.Combine(Home, ".kube", "config");

    public bool IsPod => !string.IsNullOrEmpty(Variable("KUBERNETES_SERVICE_HOST"));

    /// <summary>Those of KUBECONFIG that are there, as kubectl takes them; else the home's; empty when there is neither.</summary>
    public IReadOnlyList<string> KubeconfigFiles()
    {
        var named = Variable("KUBECONFIG");
        if (string.IsNullOrWhiteSpace(named)) return File.Exists(HomeKubeconfig) ? [HomeKubeconfig] : [];
        var files = named.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var there = files.Where(File.Exists).ToList();
        return there.Count > 0 ? there : throw new KubernetesConfigurationException(
            $"KUBECONFIG is \"{named}\", and no such file is there; name one that is, or unset it");
    }
}
