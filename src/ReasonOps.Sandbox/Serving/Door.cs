using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Sandbox.Serving;

/// <summary>Who gets in: whoever has a key, where the pool asks for one, and nobody once it drains. What is only looked at (health, metrics) is open.</summary>
internal sealed class Door
{
    private const string Scheme = "Bearer ";

    private readonly Drain _drain;
    private readonly byte[][]? _keys;

    public Door(VerifierOptions options, Drain drain)
    {
        _drain = drain;
        if (options.Settings.KeyHashes is null && options.KeyHashes is null) return;
        _keys = [.. (options.Settings.KeyHashes ?? []).Concat(options.KeyHashes ?? []).Select(Convert.FromHexString)];
    }

    public Task PassAsync(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (!MayPass(context.Request.Headers.Authorization))
                throw ApiException.Unauthorized("this pool asks for a key: send Authorization: Bearer KEY with one of its keys");
            if (_drain.HasBegun) throw ApiException.Unavailable("this verifier is stopping; ask another one", TimeSpan.FromSeconds(1));
        }
        return next(context);
    }

    /// <summary>Looks at every key whatever it finds, by hash: how long that takes tells nothing.</summary>
    private bool MayPass(StringValues authorization)
    {
        if (_keys is null) return true;
        if (authorization.Count != 1 || authorization[0] is not { } header || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return false;
        var shown = SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()));
        var known = false;
        foreach (var key in _keys) known |= CryptographicOperations.FixedTimeEquals(key, shown);
        return known;
    }
}
