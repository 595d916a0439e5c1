using System.Security.Cryptography.X509Certificates;
using System.Text;
using ReasonOps.ControlPlane.Certificates;

namespace ReasonOps.ControlPlane.Servers;

/// <summary>What the servers and their clients read: certificates, keys, kubeconfigs; all in one folder.</summary>
internal sealed class PlaneFiles : IDisposable
{
    private readonly Authority _authority = new();
    private readonly Uri _server;

    public PlaneFiles(string folder, Uri server)
    {
        Folder = folder;
        _server = server;
        Authority = Write("ca.crt", _authority.Certificate);
        var serving = _authority.ForServer("kube-apiserver");
        ServerCertificate = Write("server.crt", serving.Certificate);
        ServerKey = Write("server.key", serving.Key);
        ServiceAccountKey = Write("service-accounts.key", KeyPair.NewKey());
        AdminKey = _authority.ForUser("admin", "system:masters");
        Admin = Write("admin.kubeconfig", KubeConfig(server, AdminKey));
        ControllerManagerKubeConfig = User("system:kube-controller-manager");
        SchedulerKubeConfig = User("system:kube-scheduler");
    }

    public string Folder { get; }

    public string EtcdData => Path.Combine(Folder, "etcd");

    public string Authority { get; }

    public string ServerCertificate { get; }

    public string ServerKey { get; }

    public string ServiceAccountKey { get; }

    public KeyPair AdminKey { get; }

    public string Admin { get; }

    public string ControllerManagerKubeConfig { get; }

    public string SchedulerKubeConfig { get; }

    public X509Certificate2 AuthorityCertificate => X509Certificate2.CreateFromPem(_authority.Certificate);

    public X509Certificate2 NewServerCertificate(string name) => _authority.ForServer(name).Load();

    /// <summary>The path of a new kubeconfig, for the admin or a user with a certificate of its own.</summary>
    public string User(string user, params ReadOnlySpan<string> groups) =>
        Write($"{Escaped(user)}.kubeconfig", KubeConfig(_server, _authority.ForUser(user, groups)));

    public string AdminAt(Uri server, string name) => Write($"{name}.kubeconfig", KubeConfig(server, AdminKey));

    public void Dispose() => _authority.Dispose();

    private static string Escaped(string user) => string.Concat(user.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));

    private string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private string KubeConfig(Uri server, KeyPair user) =>
        $"""
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
        - name: test
          context: {"{"}cluster: test, user: test{"}"}
        clusters:
        - name: test
          cluster:
            server: {server.GetLeftPart(UriPartial.Authority)}
            certificate-authority-data: {Base64(_authority.Certificate)}
        users:
        - name: test
          user:
            client-certificate-data: {Base64(user.Certificate)}
            client-key-data: {Base64(user.Key)}

        """;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
