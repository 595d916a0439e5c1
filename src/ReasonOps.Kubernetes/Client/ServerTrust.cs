using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ReasonOps.Kubernetes.Client;

/// <summary>Which servers are who they say: those whose chain ends in the cluster's authorities, and whose names are right.</summary>
internal static class ServerTrust
{
#pragma warning disable CA5359 // somebody wrote insecure-skip-tls-verify
    public static RemoteCertificateValidationCallback Anyone { get; } = (_, _, _, _) => true;
#pragma warning restore CA5359

    /// <summary>Of the authorities alone, whatever the machine trusts.</summary>
    public static X509ChainPolicy ChainsTo(X509Certificate2Collection authorities)
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

    /// <summary>
    /// A cluster may name an intermediate as its authority, without the root: Go ends a chain there, and .NET calls it partial. So a
    /// chain whose one fault is to be partial is good when its last certificate is one that was named.
    /// </summary>
    public static RemoteCertificateValidationCallback? Of(X509Certificate2Collection? authorities) => authorities is null ? null : (_, _, chain, errors) =>
        errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && chain is not null && EndsIn(authorities, chain));

    private static bool EndsIn(X509Certificate2Collection authorities, X509Chain chain) =>
        chain.ChainElements.Count > 0
        && chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.PartialChain)
        && authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(chain.ChainElements[^1].Certificate.RawDataMemory.Span));
}
