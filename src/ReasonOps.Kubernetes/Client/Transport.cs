using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ReasonOps.Kubernetes.Configuration;

namespace ReasonOps.Kubernetes.Client;

/// <summary>Connections to the API server; new ones when an exec plugin hands out another certificate.</summary>
internal sealed class Transport(KubernetesConfiguration configuration) : IDisposable
{
    private readonly Lock _lock = new();
    private ClientCertificate? _certificate;
    private SocketsHttpHandler? _handler;
    private HttpMessageInvoker? _invoker;

    public HttpMessageInvoker For(Grant grant)
    {
        var certificate = grant.Certificate ?? configuration.ClientCertificate;
        lock (_lock)
        {
            if (_invoker is not null && _certificate == certificate) return _invoker;
            _handler?.Dispose(); // what still runs on it runs to its end
            _certificate = certificate;
            _handler = Handler(certificate);
            return _invoker = new(_handler, disposeHandler: false);
        }
    }

    public void Dispose()
    {
        lock (_lock) _handler?.Dispose();
    }

    private SocketsHttpHandler Handler(ClientCertificate? certificate) => new()
    {
        SslOptions = Tls(certificate),
        UseProxy = !configuration.InCluster,
        Proxy = ProxyOf(configuration.Proxy),
        AllowAutoRedirect = false, // a token must not follow
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10), // so that servers that came are found
        EnableMultipleHttp2Connections = true,
        // A peer that went without a word is noticed by these alone.
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
    };

    private SslClientAuthenticationOptions Tls(ClientCertificate? certificate)
    {
        var options = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = configuration.Authorities is { } authorities ? Trusting(authorities) : null,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate.Leaf, certificate.Chain, offline: true),
        };
#pragma warning disable CA5359 // somebody wrote insecure-skip-tls-verify
        if (configuration.SkipTlsVerification) options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        return options;
    }

    /// <summary>Chains are built to these alone; names are still checked by SslStream.</summary>
    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static WebProxy? ProxyOf(Uri? url)
    {
        if (url is null) return null;
        var proxy = new WebProxy(url);
        if (url.UserInfo.Split(':', 2) is [{ Length: > 0 } name, .. var rest])
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(name), rest is [var password] ? Uri.UnescapeDataString(password) : "");
        return proxy;
    }
}
