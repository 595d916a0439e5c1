using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ReasonOps.ControlPlane.Certificates;

/// <summary>A certificate authority made for one control plane.</summary>
public sealed class Authority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(2);
    private readonly X509Certificate2 _certificate;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    public Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=reasonops-test-authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(_now.AddHours(-1), _now + Lifetime);
    }

    /// <summary>PEM.</summary>
    public string Certificate => _certificate.ExportCertificatePem();

    /// <summary>For a server on this machine's loopback addresses.</summary>
    public KeyPair ForServer(string name)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        foreach (var host in new[] { "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc" }) names.AddDnsName(host);
        return Issue($"CN={name}", "1.3.6.1.5.5.7.3.1", names.Build());
    }

    /// <summary>For a client: the API server takes the common name as the user and the organizations as groups.</summary>
    public KeyPair ForUser(string user, params ReadOnlySpan<string> groups)
    {
        var name = new X500DistinguishedNameBuilder();
        foreach (var group in groups) name.AddOrganizationName(group);
        name.AddCommonName(user);
        return Issue(name.Build().Name, "1.3.6.1.5.5.7.3.2", null);
    }

    public void Dispose() => _certificate.Dispose();

    private KeyPair Issue(string subject, string usage, X509Extension? extension)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (extension is not null) request.CertificateExtensions.Add(extension);
        using var certificate = request.Create(_certificate, _now.AddHours(-1), _now + Lifetime - TimeSpan.FromHours(1), RandomNumberGenerator.GetBytes(12));
        return new(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}

/// <summary>Both PEM.</summary>
public sealed record KeyPair(string Certificate, string Key)
{
    /// <summary>A key alone, as service account tokens are signed with.</summary>
    public static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportECPrivateKeyPem();
    }

    public X509Certificate2 Load()
    {
        using var pem = X509Certificate2.CreateFromPem(Certificate, Key);
        // SslStream does not take a key that was never in a store, on some platforms; one that came by PKCS#12 it takes everywhere.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }
}
