using System.Security.Cryptography.X509Certificates;

namespace ReasonOps.Kubernetes.Configuration;

/// <summary>Where a cluster's API server is and who we are to it.</summary>
public sealed class KubernetesConfiguration
{
    /// <summary>A path is kept: a proxy may serve many clusters.</summary>
    public required Uri Server { get; init; }

    /// <summary>Where commands work that name none.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>Whose certificates the server may show; null for those the machine trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Any certificate will do. Only ever because somebody wrote so.</summary>
    public bool SkipTlsVerification { get; init; }

    /// <summary>The name that the server's certificate is checked against, where it is not the URL's.</summary>
    public string? TlsServerName { get; init; }

    public ClientCertificate? ClientCertificate { get; init; }

    public Credential Credential { get; init; } = Credential.None;

    /// <summary>http, https or socks5. Null: as <c>HTTPS_PROXY</c> and <c>NO_PROXY</c> say, but none from within a pod or to this machine.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>We are a pod of the cluster: no proxy lies between.</summary>
    public bool InCluster { get; init; }

    /// <summary>
    /// The files of <c>KUBECONFIG</c> merged, else <c>~/.kube/config</c>, else the pod's own service account.
    /// </summary>
    /// <param name="context">Null for the current one.</param>
    /// <exception cref="KubernetesConfigurationException">There is none of them, or what is there is wrong.</exception>
    public static KubernetesConfiguration Load(string? context = null) => Load(new(), context);

    /// <summary>Merged as kubectl does: of two entries with one name, the first counts.</summary>
    /// <exception cref="KubernetesConfigurationException">A file cannot be read, or says something that cannot be.</exception>
    public static KubernetesConfiguration FromFiles(IReadOnlyList<string> paths, string? context = null) =>
        Kubeconfig.Read(paths).Resolve(context, TimeProvider.System);

    /// <exception cref="KubernetesConfigurationException">This is no pod, or its service account is not mounted.</exception>
    public static KubernetesConfiguration FromPod() => ServiceAccount.Read(new());

    internal static KubernetesConfiguration Load(Surroundings surroundings, string? context)
    {
        var files = surroundings.KubeconfigFiles();
        if (files.Count > 0) return Kubeconfig.Read(files).Resolve(context, surroundings.Time);
        if (surroundings.IsPod && context is null) return ServiceAccount.Read(surroundings);
        throw new KubernetesConfigurationException(
            $"no cluster to speak to: KUBECONFIG is not set, {surroundings.HomeKubeconfig} is not there and "
            + (surroundings.IsPod ? $"a pod's service account has no context \"{context}\"" : "this is no pod (KUBERNETES_SERVICE_HOST is not set)")
            + "; set KUBECONFIG to the file of a cluster");
    }

    public override string ToString() => $"{Server.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)} ({Namespace})";
}
