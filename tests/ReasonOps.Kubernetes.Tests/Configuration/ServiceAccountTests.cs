using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Configuration;

public sealed class ServiceAccountTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestCertificates _certificates = new();
    private readonly ManualTime _time = new();

    public ServiceAccountTests()
    {
        _folder.Write("token", "first\n");
        _folder.Write("ca.crt", _certificates.AuthorityPem);
        _folder.Write("namespace", "team-a\n");
    }

    [Theory]
    [InlineData("10.96.0.1", "443", "https://10.96.0.1/")]
    [InlineData("fd00::1", "6443", "https://[fd00::1]:6443/")]
    [InlineData("kubernetes.default.svc", null, "https://kubernetes.default.svc/")]
    public async Task A_pod_is_told_all_by_its_environment_and_its_mounted_account(string host, string? port, string server)
    {
        var read = Load(host, port);
        Assert.Equal((server, "team-a", true), (read.Server.AbsoluteUri, read.Namespace, read.InCluster));
        Assert.Single(read.Authorities!);
        Assert.Equal("Bearer first", await HeaderAsync(read));
    }

    [Fact]
    public async Task A_token_is_read_again_after_a_minute_and_kept_when_it_cannot_be()
    {
        var read = Load("10.96.0.1", "443");
        Assert.Equal("Bearer first", await HeaderAsync(read));
        _folder.Write("token", "second");
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("Bearer first", await HeaderAsync(read));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Bearer second", await HeaderAsync(read));
        File.Delete(Path.Combine(_folder.Path, "token"));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("Bearer second", await HeaderAsync(read));
    }

    [Fact]
    public async Task A_refused_token_is_read_again_at_once()
    {
        var credential = Load("10.96.0.1", "443").Credential;
        var first = await credential.GetAsync(default);
        Assert.False(credential.Renew(first)); // the file still says the same
        _folder.Write("token", "second");
        Assert.True(credential.Renew(first));
        Assert.Equal("Bearer second", (await credential.GetAsync(default)).Authorization!.ToString());
    }

    [Fact]
    public void What_a_pod_lacks_is_named()
    {
        Assert.Contains("KUBERNETES_SERVICE_PORT: \"http\" is not a port", Refused("10.96.0.1", "http"), StringComparison.Ordinal);
        Assert.Contains("KUBERNETES_SERVICE_HOST: \"a b\" is not a host name or address", Refused("a b", "443"), StringComparison.Ordinal);
        _folder.Write("ca.crt", "nothing");
        Assert.Contains("ca.crt: it holds no", Refused("10.96.0.1", "443"), StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.Path, "ca.crt"));
        Assert.Contains("automountServiceAccountToken: true", Refused("10.96.0.1", "443"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_token_is_told()
    {
        _folder.Write("token", "\n");
        var told = await Assert.ThrowsAsync<KubernetesConfigurationException>(async () => await HeaderAsync(Load("10.96.0.1", "443")));
        Assert.Contains("the token file is empty", told.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _certificates.Dispose();
    }

    private string Refused(string host, string port) => Assert.Throws<KubernetesConfigurationException>(() => Load(host, port)).Message;

    private KubernetesConfiguration Load(string host, string? port) => KubernetesConfiguration.Load(
        new Surroundings
        {
            Home = "/nowhere",
            ServiceAccountFolder = _folder.Path,
            Time = _time,
            Variable = name => name switch { "KUBERNETES_SERVICE_HOST" => host, "KUBERNETES_SERVICE_PORT" => port, _ => null },
        }, null);

    private static async Task<string?> HeaderAsync(KubernetesConfiguration read) => (await read.Credential.GetAsync(default)).Authorization?.ToString();
}
