using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ReasonOps.Kubernetes.Configuration;

/// <summary>A pod's own account, as the kubelet mounts it.</summary>
internal static class ServiceAccount
{
    public static KubernetesConfiguration Read(Surroundings surroundings)
    {
        if (!surroundings.IsPod)
            throw new KubernetesConfigurationException("this is no pod: KUBERNETES_SERVICE_HOST is not set; set KUBECONFIG instead");
        var folder = surroundings.ServiceAccountFolder;
        var token = new TokenFile(Path.Combine(folder, "token"), surroundings.Time);
        return new()
        {
            Server = Server(surroundings),
            Namespace = Namespace(Path.Combine(folder, "namespace")),
            Authorities = Mounted(Path.Combine(folder, "ca.crt"), Certificates.Authorities),
            Credential = Mounted(Path.Combine(folder, "token"), _ => token),
            InCluster = true,
        };
    }

    private static Uri Server(Surroundings surroundings)
    {
        var host = surroundings.Variable("KUBERNETES_SERVICE_HOST")!;
        var port = surroundings.Variable("KUBERNETES_SERVICE_PORT") is { Length: > 0 } given ? given : "443";
        if (!int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
            throw new KubernetesConfigurationException($"KUBERNETES_SERVICE_PORT: \"{port}\" is not a port; it is 1 to 65535");
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            throw new KubernetesConfigurationException($"KUBERNETES_SERVICE_HOST: \"{host}\" is not a host name or address");
        return new UriBuilder("https", host, number).Uri; // puts brackets around IPv6
    }

    private static string Namespace(string path) =>
        Mounted(path, text => Encoding.UTF8.GetString(text).Trim()) is { Length: > 0 } name ? name : "default";

    private static T Mounted<T>(string path, Func<byte[], T> read)
    {
        try
        {
            return read(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KubernetesConfigurationException(
                $"{path}: {exception.Message}; a pod needs its service account mounted (automountServiceAccountToken: true)", exception);
        }
    }
}
