using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ReasonOps.Kubernetes.Tests.Scripted;

/// <summary>An authority of a test's own, and what it signs.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public TestCertificates() => _authority = Authority("CN=tests").CreateSelfSigned(Now.AddDays(-2), Now.AddDays(2));

    private TestCertificates(TestCertificates root) => _authority = root.Sign(Authority($"CN=intermediate {Guid.NewGuid()}"), Now.AddDays(1));

    public string AuthorityPem => _authority.ExportCertificatePem() + "\n";

    public X509Certificate2Collection Authorities => [X509Certificate2.CreateFromPem(AuthorityPem)];

    public TestCertificates Intermediate() => new(this);

    /// <summary>For 127.0.0.1 and <paramref name="name"/>.</summary>
    public X509Certificate2 Server(string name = "localhost", IPAddress? address = null, bool expired = false)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(address ?? IPAddress.Loopback);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        using var signed = Sign(request, expired ? Now.AddHours(-1) : Now.AddHours(20));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>As PEM, with the key as openssl and the clouds write keys: <c>pkcs1</c>, <c>pkcs8</c> or <c>sec1</c>.</summary>
    public (string Certificate, string Key) Client(string algorithm, string format)
    {
        using AsymmetricAlgorithm key = algorithm == "rsa" ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest("CN=client", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=client", (ECDsa)key, HashAlgorithmName.SHA256);
        using var signed = Sign(request, Now.AddHours(20));
        return (signed.ExportCertificatePem() + "\n", (key, format) switch
        {
            (RSA pair, "pkcs1") => pair.ExportRSAPrivateKeyPem(),
            (ECDsa pair, "sec1") => "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + pair.ExportECPrivateKeyPem(),
            (_, "encrypted") => key.ExportEncryptedPkcs8PrivateKeyPem("p", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1)),
            _ => key.ExportPkcs8PrivateKeyPem(),
        });
    }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    private CertificateRequest Authority(string name)
    {
        var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private X509Certificate2 Sign(CertificateRequest request, DateTimeOffset until) => request.Create(
        _authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), Now.AddDays(-1), until, RandomNumberGenerator.GetBytes(12));
}
