using System.Security.Cryptography;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Local;

/// <summary>The secrets a manifest names, given as <c>name=value</c>; keys are made for tenants that were given none.</summary>
public sealed class SecretValues
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values;

    private SecretValues(Dictionary<string, IReadOnlyList<string>> values) => _values = values;

    /// <summary>Values by the name of their secret, made ones included.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByName => _values;

    /// <summary>Tenants whose key was made here, so that it has to be shown.</summary>
    public List<string> Made { get; } = [];

    /// <param name="pairs"><c>name=value</c>; a name given again adds a value.</param>
    /// <param name="file">Lines of the same form; empty ones and <c>#</c> comments are skipped.</param>
    public static async Task<SecretValues> ReadAsync(IEnumerable<string> pairs, string? file, CancellationToken cancellation)
    {
        var lines = new List<string>(pairs);
        if (file is not null)
        {
            if (!File.Exists(file)) throw new WrongInputException($"--secrets {file}: no such file");
            lines.AddRange((await File.ReadAllLinesAsync(file, cancellation)).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'));
        }
        return new SecretValues(lines.Select(Split).GroupBy(pair => pair.Name, pair => pair.Value)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group]));
    }

    /// <summary>Makes a key for each tenant whose secret was not given.</summary>
    public void MakeMissingKeys(ReasoningService service)
    {
        foreach (var tenant in service.Spec.Tenants)
        {
            if (!_values.TryAdd(NameOf(tenant.Keys.SecretRef), [$"rk-{tenant.Name}-{RandomNumberGenerator.GetHexString(24, lowercase: true)}"])) continue;
            Made.Add(tenant.Name);
        }
    }

    public string KeyOf(TenantSpec tenant) => _values[NameOf(tenant.Keys.SecretRef)][0];

    /// <summary>The key an engine wants; null where it wants none.</summary>
    public string? EngineKey(SecretReference? reference) =>
        reference is null ? null
        : _values.TryGetValue(NameOf(reference), out var values) ? values[0]
        : throw new WrongInputException($"spec.engine.endpoints: secret {NameOf(reference)} is not given; add --secret {NameOf(reference)}=KEY, or take keySecretRef out where the engine wants no key");

    private static string NameOf(SecretReference reference) => reference.Key is null ? reference.Name : $"{reference.Name}/{reference.Key}";

    private static (string Name, string Value) Split(string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        // The text itself is not shown: a secret may stand in it.
        return at > 0 && at < pair.Length - 1 ? (pair[..at].Trim(), pair[(at + 1)..].Trim()) : throw new WrongInputException("a secret is given as name=value");
    }
}
