using System.Security.Cryptography;

namespace ReasonOps.Kubernetes.Configuration;

/// <summary>Kubeconfig files, merged: the first current context counts, and the first entry of a name.</summary>
internal sealed class Kubeconfig
{
    private readonly Dictionary<string, YamlField> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlField> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlField> _contexts = new(StringComparer.Ordinal);
    private readonly string _files;
    private YamlField? _current;

    private Kubeconfig(IReadOnlyList<string> paths) => _files = string.Join(Path.PathSeparator, paths);

    public static Kubeconfig Read(IReadOnlyList<string> paths)
    {
        var merged = new Kubeconfig(paths);
        foreach (var path in paths) merged.Add(YamlField.Root(path));
        return merged;
    }

    public KubernetesConfiguration Resolve(string? context, TimeProvider time)
    {
        var chosen = Context(context);
        var cluster = Named(_clusters, "cluster", chosen["cluster"]);
        var user = chosen["user"].IsGiven ? Named(_users, "user", chosen["user"]) : null;
        var server = Url(cluster["server"], "https", "http");
        return new()
        {
            Server = server,
            Namespace = chosen["namespace"].Text() ?? "default",
            SkipTlsVerification = Insecure(cluster),
            Authorities = Authorities(cluster),
            TlsServerName = cluster["tls-server-name"].Text(),
            Proxy = cluster["proxy-url"].IsGiven ? Url(cluster["proxy-url"], "http", "https", "socks5") : null,
            ClientCertificate = user is null ? null : Client(user),
            Credential = user is null ? Credential.None : CredentialOf(user, cluster, time),
        };
    }

    private void Add(YamlField root)
    {
        if (_current is null && root["current-context"].IsGiven) _current = root["current-context"];
        Add(root, "cluster", _clusters);
        Add(root, "user", _users);
        Add(root, "context", _contexts);
    }

    private static void Add(YamlField root, string kind, Dictionary<string, YamlField> to)
    {
        foreach (var entry in root[kind + "s"].Items())
            to.TryAdd(entry["name"].RequiredText($"give the {kind} a name"), entry[kind]);
    }

    private YamlField Context(string? name)
    {
        if (name is not null)
        {
            return _contexts.GetValueOrDefault(name)
                ?? throw new KubernetesConfigurationException($"{_files}: no context is named \"{name}\"; there {Names(_contexts)}");
        }
        if (_current is not null) return Named(_contexts, "context", _current);
        // kubectl would go on with an empty configuration, to localhost: nobody wants that of an operator.
        if (_contexts.Count == 1) return _contexts.Values.Single();
        throw new KubernetesConfigurationException(
            $"{_files}: no current-context is set, and there {Names(_contexts)}; choose one with \"kubectl config use-context\"");
    }

    private static YamlField Named(Dictionary<string, YamlField> among, string kind, YamlField reference)
    {
        var name = reference.RequiredText($"name a {kind}");
        return among.GetValueOrDefault(name) ?? throw reference.Wrong($"no {kind} is named \"{name}\"; there {Names(among)}");
    }

    private static string Names(Dictionary<string, YamlField> among) =>
        among.Count == 0 ? "is none" : "are " + string.Join(", ", among.Keys.Select(name => $"\"{name}\""));

    private static Uri Url(YamlField field, params ReadOnlySpan<string> schemes)
    {
        var text = field.RequiredText($"write {schemes[0]}://host:port");
        // kubectl takes a server without a scheme too.
        if (!text.Contains("://", StringComparison.Ordinal)) text = $"{schemes[0]}://{text}";
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && schemes.Contains(url.Scheme) && url.Host.Length > 0) return url;
        throw field.Wrong($"\"{Redacted(text)}\" is not a URL of {string.Join(" or ", schemes)}; write {schemes[0]}://host:port");
    }

    /// <summary>A proxy's URL may hold a password.</summary>
    private static string Redacted(string url) => url.LastIndexOf('@') is > 0 and var at ? "...@" + url[(at + 1)..] : url;

    private static bool Insecure(YamlField cluster)
    {
        var insecure = cluster["insecure-skip-tls-verify"];
        if (insecure.Flag() && (cluster["certificate-authority"].IsGiven || cluster["certificate-authority-data"].IsGiven))
            throw insecure.Wrong("is true beside a certificate-authority; take one of them away");
        return insecure.Flag();
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2Collection? Authorities(YamlField cluster)
    {
        try
        {
            return cluster.Material("certificate-authority") is { } pem ? Certificates.Authorities(pem) : null;
        }
        catch (CryptographicException exception)
        {
            throw cluster.WrongMaterial("certificate-authority", exception);
        }
    }

    private static ClientCertificate? Client(YamlField user)
    {
        var (certificate, key) = (user.Material("client-certificate"), user.Material("client-key"));
        if (certificate is null && key is null) return null;
        if (certificate is null) throw user["client-certificate"].Wrong("is missing beside client-key; give both or none");
        if (key is null) throw user["client-key"].Wrong("is missing beside client-certificate; give both or none");
        try
        {
            return Certificates.Client(certificate, key);
        }
        catch (CryptographicException exception)
        {
            throw user.WrongMaterial("client-certificate", exception);
        }
    }

    private static Credential CredentialOf(YamlField user, YamlField cluster, TimeProvider time)
    {
        if (user["auth-provider"].IsGiven)
            throw user["auth-provider"].Wrong("was taken out of Kubernetes in 1.26; use the exec plugin of your cloud (users[].user.exec)");
        if (user["exec"].IsGiven) return ExecPlugin.From(user["exec"], cluster, time);
        if (user["tokenFile"].FilePath() is { } path) return new TokenFile(path, time); // counts before a token, as kubectl has it
        if (user["token"].Text() is { } token) return Credential.Token(token);
        return user["username"].Text() is { } name ? Credential.Password(name, user["password"].Text() ?? "") : Credential.None;
    }
}
