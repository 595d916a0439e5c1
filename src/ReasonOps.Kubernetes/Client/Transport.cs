using System.Net;
using System.Net.Security;
using ReasonOps.Kubernetes.Configuration;

namespace ReasonOps.Kubernetes.Client;

/// <summary>Connections to the API server; new ones when an exec plugin hands out another certificate.</summary>
internal sealed class Transport(KubernetesConfiguration configuration, TimeSpan connectTimeout) : IDisposable
{
    private readonly Lock _lock = new();
    private ClientCertificate? _certificate;
    private HttpMessageInvoker? _invoker;

    public HttpMessageInvoker For(Grant grant)
    {
        var certificate = grant.Certificate ?? configuration.ClientCertificate;
        lock (_lock)
        {
            if (_invoker is not null && _certificate == certificate) return _invoker;
            // Whoever still sends on the one before may do so to the end; its idle connections end by themselves.
            _certificate = certificate;
            return _invoker = new(Handler(certificate));
        }
    }

    public void Dispose()
    {
        lock (_lock) _invoker?.Dispose();
    }

    private SocketsHttpHandler Handler(ClientCertificate? certificate) => new()
    {
        SslOptions = Tls(certificate),
        // As kubectl has it: what the environment says of proxies is not meant for this machine itself.
        UseProxy = configuration.Proxy is not null || !(configuration.InCluster || configuration.Server.IsLoopback),
        Proxy = ProxyOf(configuration.Proxy),
        AllowAutoRedirect = false, // a token must not follow
        UseCookies = false,
        ConnectTimeout = connectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10), // so that servers that came are found
        EnableMultipleHttp2Connections = true,
        // A peer that went without a word is noticed by these alone.
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
    };

    private SslClientAuthenticationOptions Tls(ClientCertificate? certificate) => new()
    {
        CertificateChainPolicy = configuration is { Authorities: { } authorities, SkipTlsVerification: false } ? ServerTrust.ChainsTo(authorities) : null,
        RemoteCertificateValidationCallback = configuration.SkipTlsVerification ? ServerTrust.Anyone : ServerTrust.Of(configuration.Authorities),
        ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate.Leaf, certificate.Chain, offline: true),
    };

    private static WebProxy? ProxyOf(Uri? url)
    {
        if (url is null) return null;
        var proxy = new WebProxy(url);
        if (url.UserInfo.Split(':', 2) is [{ Length: > 0 } name, .. var rest])
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(name), rest is [var password] ? Uri.UnescapeDataString(password) : "");
        return proxy;
    }
}
