using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;

namespace ReasonOps.Kubernetes.Tests.Client;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    [Fact]
    public async Task A_server_of_the_clusters_authority_is_spoken_to_in_http_2()
    {
        await using var server = await StartAsync(_certificates.Server());
        await AskAsync(new() { Server = server.Url, Authorities = _certificates.Authorities });
        Assert.Equal("HTTP/2", server.Seen.Single().Protocol);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_spoken_to_and_not_asked_again()
    {
        using var others = new TestCertificates();
        await using var server = await StartAsync(others.Server());
        await DistrustedAsync(server, new() { Server = server.Url, Authorities = _certificates.Authorities });
        await DistrustedAsync(server, new() { Server = server.Url });
    }

    [Fact]
    public async Task A_server_that_listens_and_never_speaks_is_a_server_that_cannot_be_reached()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var client = new KubernetesClient(
            new() { Server = new($"https://{silent.LocalEndpoint}"), Authorities = _certificates.Authorities },
            new() { ConnectTimeout = TimeSpan.FromMilliseconds(100), Tries = 2, Backoff = TimeSpan.FromMilliseconds(1) });
        var refused = await Assert.ThrowsAsync<KubernetesException>(() => client.GetRawAsync("/version", CancellationToken.None));
        Assert.Equal("Refused", refused.Reason);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_good()
    {
        await using var server = await StartAsync(_certificates.Server("elsewhere", IPAddress.Parse("10.0.0.1")));
        await DistrustedAsync(server, new() { Server = server.Url, Authorities = _certificates.Authorities });
    }

    [Fact]
    public async Task An_expired_certificate_is_not_good()
    {
        await using var server = await StartAsync(_certificates.Server(expired: true));
        await DistrustedAsync(server, new() { Server = server.Url, Authorities = _certificates.Authorities });
    }

    [Fact]
    public async Task The_name_to_check_may_be_told()
    {
        await using var server = await StartAsync(_certificates.Server("kubernetes.example", IPAddress.Parse("10.0.0.1")));
        await AskAsync(new() { Server = server.Url, Authorities = _certificates.Authorities, TlsServerName = "kubernetes.example" });
        await DistrustedAsync(server, new() { Server = server.Url, Authorities = _certificates.Authorities, TlsServerName = "other.example" }, answered: 1);
    }

    [Fact]
    public async Task An_intermediate_may_be_named_without_its_root()
    {
        using var intermediate = _certificates.Intermediate();
        await using var server = await StartAsync(intermediate.Server());
        await AskAsync(new() { Server = server.Url, Authorities = intermediate.Authorities });
        await DistrustedAsync(server, new() { Server = server.Url, Authorities = intermediate.Authorities, TlsServerName = "other.example" }, answered: 1);
        using var others = _certificates.Intermediate();
        await DistrustedAsync(server, new() { Server = server.Url, Authorities = others.Authorities }, answered: 1);
        // The server does not send the intermediate, and nobody may guess it.
        await DistrustedAsync(server, new() { Server = server.Url, Authorities = _certificates.Authorities }, answered: 1);
    }

    [Fact]
    public async Task Any_certificate_is_good_where_somebody_wrote_so()
    {
        using var others = new TestCertificates();
        await using var server = await StartAsync(others.Server("elsewhere", IPAddress.Parse("10.0.0.1"), expired: true));
        await AskAsync(new() { Server = server.Url, SkipTlsVerification = true });
    }

    public void Dispose() => _certificates.Dispose();

    private static Task<ScriptedServer> StartAsync(X509Certificate2 certificate) => ScriptedServer.StartAsync(Answers.Json(Answers.Map("m")), certificate);

    private static async Task AskAsync(KubernetesConfiguration configuration)
    {
        using var client = new KubernetesClient(configuration);
        Assert.NotNull(await client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
    }

    private static async Task DistrustedAsync(ScriptedServer server, KubernetesConfiguration configuration, int answered = 0)
    {
        using var client = new KubernetesClient(configuration);
        using var figures = new ClientFigures(client);
        var told = await Assert.ThrowsAsync<KubernetesException>(() => client.GetAsync<ApiObject>(Kinds.ConfigMap, "a", "m", default));
        Assert.Equal("Distrusted", told.Reason);
        Assert.Contains("certificate", told.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, figures.Requests("get", "ConfigMap", "Distrusted"));
        Assert.Equal(answered, server.Seen.Count);
    }
}
