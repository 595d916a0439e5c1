using System.Security.Cryptography;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Cli.Output;
using ReasonOps.Rollouts.Storage;

namespace ReasonOps.Cli.Local;

/// <summary>The secrets a manifest names, given as <c>name=value</c>; keys are made for tenants that were given none.</summary>
public sealed class SecretValues
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values;
    private readonly IReadOnlyList<string> _named;
    private readonly HashSet<string> _bucketKeys = [];

    private SecretValues(Dictionary<string, IReadOnlyList<string>> values, IReadOnlyList<string> named) => (_values, _named) = (values, named);

    /// <summary>Values by the name of their secret, made ones included.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByName => _values;

    /// <summary>Tenants whose key was made here, so that it has to be shown.</summary>
    public List<string> Made { get; } = [];

    /// <summary>Pools, likewise.</summary>
    public List<string> MadeForPools { get; } = [];

    /// <param name="pairs"><c>name=value</c>; a name given again adds a value.</param>
    /// <param name="file">Lines of the same form; empty ones and <c>#</c> comments are skipped.</param>
    /// <exception cref="WrongInputException">Names every pair that is none by its place, never by its text.</exception>
    public static async Task<SecretValues> ReadAsync(IReadOnlyList<string> pairs, string? file, CancellationToken cancellation)
    {
        var given = pairs.Select(pair => (Place: "--secret", Text: pair)).ToList();
        if (file is not null)
        {
            if (!File.Exists(file)) throw new WrongInputException($"--secrets {file}: no such file");
            var lines = await File.ReadAllLinesAsync(file, cancellation);
            given.AddRange(lines.Select((line, i) => ($"{file}:{i + 1}", line.Trim())).Where(line => line.Item2.Length > 0 && line.Item2[0] != '#'));
        }
        var read = given.Select(each => Split(each.Place, each.Text)).ToArray();
        var errors = read.Select(each => each.Error).OfType<string>().ToArray();
        if (errors.Length > 0) throw new WrongInputException(errors);
        var values = read.GroupBy(pair => pair.Name, pair => pair.Value).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group]);
        return new SecretValues(values, [.. read.Take(pairs.Count).Select(pair => pair.Name).Distinct()]);
    }

    /// <summary>Makes a key for each tenant, and each pool that asks for one, whose secret was not given.</summary>
    /// <exception cref="WrongInputException">
    /// One was given by name that the manifest does not name: a key was meant for someone. A file may serve several manifests.
    /// </exception>
    public void Complete(ReasoningService? service, params IReadOnlyList<VerifierPool> pools)
    {
        RequireNamed(service is null ? [] : [service], pools);
        foreach (var tenant in service?.Spec.Tenants ?? []) Make(tenant.Keys.SecretRef, "rk", tenant.Name, Made);
        foreach (var pool in pools.Where(pool => pool.Spec.Keys is not null)) Make(pool.Spec.Keys!.SecretRef, "vk", pool.Metadata.Name, MadeForPools);
    }

    /// <exception cref="WrongInputException">One was given by name that no service and no pool names.</exception>
    public void RequireNamed(IReadOnlyList<ReasoningService> services, params IReadOnlyList<VerifierPool> pools)
    {
        var known = services.SelectMany(Names).Concat(_bucketKeys).Concat(pools.Select(pool => pool.Spec.Keys?.SecretRef.ToString()).OfType<string>()).Distinct().ToArray();
        var unknown = _named.Where(name => !known.Contains(name)).ToArray();
        if (unknown.Length > 0)
            throw new WrongInputException([.. unknown.Select(name =>
                $"--secret {name}: the manifest names no such secret; it names {(known.Length > 0 ? string.Join(", ", known) : "none")}")]);
    }

    /// <summary>Null where the pool asks for none.</summary>
    public IReadOnlyList<string>? KeysOf(VerifierPool pool) => pool.Spec.Keys is { } keys ? _values[keys.SecretRef.ToString()] : null;

    public string KeyOf(TenantSpec tenant) => _values[tenant.Keys.SecretRef.ToString()][0];

    /// <summary>The key an engine wants; null where it wants none.</summary>
    public string? EngineKey(SecretReference? reference) => EndpointKey("spec.engine.endpoints", reference);

    /// <summary>The key that what runs already wants; null where it wants none.</summary>
    public string? EndpointKey(string place, SecretReference? reference) =>
        reference is null ? null
        : _values.TryGetValue(reference.ToString(), out var values) ? values[0]
        : throw new WrongInputException(
            $"{place}: secret {reference} is not given; add --secret {reference}=KEY, or take keySecretRef out where it wants no key");

    /// <summary>The keys to a job's buckets, before <see cref="Complete"/>; null where it names none, and they are found as Amazon's own tools find them.</summary>
    /// <exception cref="WrongInputException">It names a secret that is not given.</exception>
    public S3Credentials? BucketKeys(RolloutJob job)
    {
        if (job.Spec.S3?.SecretRef?.Name is not { } name) return null;
        foreach (var entry in (ReadOnlySpan<string>)["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]) _bucketKeys.Add($"{name}/{entry}");
        return new(Entry("AWS_ACCESS_KEY_ID"), Entry("AWS_SECRET_ACCESS_KEY"), _values.TryGetValue($"{name}/AWS_SESSION_TOKEN", out var token) ? token[0] : null);

        string Entry(string entry) => _values.TryGetValue($"{name}/{entry}", out var values)
            ? values[0]
            : throw new WrongInputException($"spec.s3.secretRef: secret {name} is not given; add --secret {name}/{entry}=VALUE, or take secretRef out where the environment has the keys");
    }

    public string LedgerDatabase(SecretReference reference) => _values.TryGetValue(reference.ToString(), out var values)
        ? values[0]
        : throw new WrongInputException($"spec.ledger.postgres: secret {reference} is not given; add --secret {reference}=postgres://USER:PASSWORD@HOST:5432/DATABASE, "
            + "or take ledger away to record usage in a file");

    private void Make(SecretReference reference, string prefix, string owner, List<string> made)
    {
        var key = $"{prefix}-{owner}-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
        if (_values.TryAdd(reference.ToString(), [key])) made.Add(owner);
    }

    private static IEnumerable<string> Names(ReasoningService service) => service.Spec.Tenants.Select(tenant => tenant.Keys.SecretRef)
        .Concat(service.Spec.Engine?.Endpoints?.Select(endpoint => endpoint.KeySecretRef).OfType<SecretReference>() ?? [])
        .Concat(Scoring(service.Spec.Scoring).OfType<SecretReference>())
        .Concat(service.Spec.Ledger?.Postgres is { } postgres ? [postgres.SecretRef] : [])
        .Select(reference => reference.ToString());

    private static IEnumerable<SecretReference?> Scoring(ScoringSpec? scoring) =>
        [scoring?.Outcome?.Endpoint?.KeySecretRef, scoring?.Process?.Endpoint?.KeySecretRef, scoring?.Judge?.Endpoint.KeySecretRef];

    private static (string Name, string Value, string? Error) Split(string place, string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = at < 0 ? ("", "") : (pair[..at].Trim(), pair[(at + 1)..].Trim());
        if (name.Length == 0 || value.Length == 0) return (name, value, $"{place}: a secret is given as NAME=VALUE");
        return value.All(letter => letter is > ' ' and <= '~')
            ? (name, value, null)
            : (name, value, $"{place}: the value of {name} has a space or another character that no header carries");
    }
}
