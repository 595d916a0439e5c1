using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Gateway.Tenants;

/// <summary>Finds the tenant of a request by <c>Authorization: Bearer KEY</c>, in the same time however many keys there are.</summary>
internal sealed class TenantKeys(IEnumerable<Tenant> tenants)
{
    private const string Scheme = "Bearer ";
    private const string WayOut = "send Authorization: Bearer KEY with a key of this service";

    private readonly FrozenDictionary<KeyHash, Tenant> _byKey = tenants
        .SelectMany(tenant => tenant.Policy.KeyHashes.Select(hex => (Hash: KeyHash.Parse(hex), Tenant: tenant)))
        .ToFrozenDictionary(pair => pair.Hash, pair => pair.Tenant);

    /// <exception cref="ApiException">401; the key itself is never repeated.</exception>
    public Tenant Authenticate(StringValues authorization)
    {
        if (authorization.Count != 1 || authorization[0] is not { } header)
            throw ApiException.Unauthorized($"no API key; {WayOut}");
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw ApiException.Unauthorized($"the Authorization header is not a bearer token; {WayOut}");
        var key = header.AsSpan(Scheme.Length).Trim();
        return key.Length is > 0 and <= KeyHash.MaxKeyLength && _byKey.TryGetValue(KeyHash.Of(key), out var tenant)
            ? tenant
            : throw ApiException.Unauthorized($"the API key is not known here, or is no longer valid; {WayOut}");
    }
}
