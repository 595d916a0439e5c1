using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ReasonOps.Kubernetes.Configuration;

/// <summary>Certificates and keys as PEM: RSA and EC; PKCS#1, SEC1 and PKCS#8.</summary>
internal static class Certificates
{
    /// <summary>Every certificate of the text.</summary>
    /// <exception cref="CryptographicException">There is none, or one is broken.</exception>
    public static X509Certificate2Collection Authorities(byte[] pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(Encoding.UTF8.GetString(pem));
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no \"-----BEGIN CERTIFICATE-----\"");
    }

    /// <exception cref="CryptographicException">They are broken, or do not belong together.</exception>
    public static ClientCertificate Client(byte[] certificatePem, byte[] keyPem)
    {
        var chain = Authorities(certificatePem);
        var keys = Encoding.UTF8.GetString(keyPem);
        if (keys.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal) || keys.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
            throw new CryptographicException("the key is encrypted; decrypt it with \"openssl pkey -in key.pem -out plain.pem\"");
        var leaf = WithKey(chain[0], keys);
        chain.RemoveAt(0);
        return new(leaf, chain);
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, string keys)
    {
        try
        {
            var leaf = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), keys);
            // Schannel cannot use a key that was never stored.
            return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null) : leaf;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            throw new CryptographicException("the key cannot be read, or is not the certificate's", exception);
        }
    }
}
