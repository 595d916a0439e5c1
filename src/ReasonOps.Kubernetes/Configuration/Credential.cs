using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ReasonOps.Kubernetes.Configuration;

/// <summary>Who we are to the API server. What it holds is never part of a message.</summary>
public abstract class Credential
{
    /// <summary>Nobody, or whoever the client certificate says.</summary>
    public static Credential None { get; } = new FixedCredential(new(null, null));

    public static Credential Token(string token) => new FixedCredential(new(new("Bearer", token), null));

    public static Credential Password(string user, string password) =>
        new FixedCredential(new(new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))), null));

    /// <exception cref="KubernetesConfigurationException">No credential is to be had.</exception>
    internal abstract ValueTask<Grant> GetAsync(CancellationToken cancellation);

    /// <summary>The server refused <paramref name="refused"/> (401): whether another may be had.</summary>
    internal virtual bool Renew(Grant refused) => false;

    private sealed class FixedCredential(Grant grant) : Credential
    {
        internal override ValueTask<Grant> GetAsync(CancellationToken cancellation) => new(grant);
    }
}

/// <summary>What one request carries; compared by reference.</summary>
/// <param name="certificate">In place of the configuration's own.</param>
internal sealed class Grant(AuthenticationHeaderValue? authorization, ClientCertificate? certificate)
{
    public AuthenticationHeaderValue? Authorization => authorization;

    public ClientCertificate? Certificate => certificate;
}

/// <summary>A certificate with its private key, and those between it and the authority.</summary>
public sealed record ClientCertificate(X509Certificate2 Leaf, X509Certificate2Collection Chain)
{
    public override string ToString() => Leaf.Subject;
}
