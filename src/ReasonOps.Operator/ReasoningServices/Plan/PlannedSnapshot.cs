using ReasonOps.Api.Kinds;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Snapshots;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>What gateways are to know, and which keys could not be had for it. A missing key shuts out its tenant and nobody else.</summary>
internal sealed record PlannedSnapshot(GatewaySnapshot Snapshot, IReadOnlyList<Remark> Remarks)
{
    /// <param name="service">Valid and defaulted.</param>
    /// <param name="secrets">Values by <c>name</c> or <c>name/entry</c>.</param>
    /// <param name="enginesUrl">Of engines that are started.</param>
    /// <param name="without">What is done while no engine runs.</param>
    /// <param name="pool">That decides what is right.</param>
    public static PlannedSnapshot Of(
        ReasoningService service, IReadOnlyDictionary<string, IReadOnlyList<string>> secrets, string enginesUrl, WithoutEngines without,
        PlannedPool? pool)
    {
        var engine = service.Spec.Engine!;
        var remarks = new List<Remark>();
        var draft = SnapshotBuilder.Draft(service, secrets, new EngineTargets
        {
            Runtime = engine.Runtime!.Value.ToString().ToLowerInvariant(),
            Fixed = [.. (engine.Endpoints ?? []).Select((endpoint, i) =>
                new EngineTarget(endpoint.Url, KeyOf(endpoint.KeySecretRef, $"spec.engine.endpoints[{i}]", secrets, remarks), endpoint.Model))],
            Dns = engine.Endpoints is { Count: > 0 } ? null : enginesUrl,
            ScaledToZero = without == WithoutEngines.Refuse ? true : null,
            Holds = without == WithoutEngines.Hold ? true : null,
        });
        var snapshot = draft.Snapshot with
        {
            Verifier = pool is null ? null : new(pool.Url, pool.Key),
            Scoring = service.Spec.Scoring is { } scoring ? Scoring(scoring, secrets, remarks) : null,
        };
        return new(snapshot, [.. draft.Faults.Select(Remark), .. remarks]);
    }

    /// <summary>What runs already; what would have to be started is told in <c>ScorersAvailable</c>.</summary>
    private static ScoringTargets Scoring(ScoringSpec scoring, IReadOnlyDictionary<string, IReadOnlyList<string>> secrets, List<Remark> remarks) => new(
        Scorer(scoring.Outcome?.Endpoint, "spec.scoring.outcome.endpoint", secrets, remarks),
        Scorer(scoring.Process?.Endpoint, "spec.scoring.process.endpoint", secrets, remarks),
        scoring.Judge is not { } judge ? null
            : new JudgeTarget(judge.Endpoint.Url, judge.Model, KeyOf(judge.Endpoint.KeySecretRef, "spec.scoring.judge.endpoint", secrets, remarks)));

    private static ScorerTarget? Scorer(
        ServiceEndpoint? endpoint, string path, IReadOnlyDictionary<string, IReadOnlyList<string>> secrets, List<Remark> remarks) =>
        endpoint is null ? null : new(endpoint.Url, KeyOf(endpoint.KeySecretRef, path, secrets, remarks));

    private static Remark Remark(KeyFault fault) => fault.Kind == KeyFaultKind.Shared
        ? new(Blocks: true, "TenantKeysShared", $"{fault.Message}; until then it opens neither")
        : new(Blocks: true, "TenantKeysMissing", $"{fault.Message}; create it with one entry a key");

    private static string? KeyOf(
        SecretReference? reference, string path, IReadOnlyDictionary<string, IReadOnlyList<string>> secrets, List<Remark> remarks)
    {
        if (reference is not { } secret)
            return null;
        var name = secret.ToString();
        var keys = secrets.GetValueOrDefault(name) ?? [];
        if (keys is [var key] && !string.IsNullOrWhiteSpace(key))
            return key.Trim();
        remarks.Add(keys.Count > 1
            ? new(Blocks: true, "EndpointKeyMissing", $"{path} takes its key from secret {name}, which holds {keys.Count}; name one with keySecretRef.key")
            : new(Blocks: true, "EndpointKeyMissing", $"{path} takes its key from secret {name}, which holds none; create it, or take keySecretRef away"));
        return null;
    }
}

/// <summary>What gateways do with requests while no engine runs.</summary>
internal enum WithoutEngines
{
    /// <summary>One should run: the gateway is not ready.</summary>
    Fail,

    /// <summary>None is wanted, on purpose.</summary>
    Refuse,

    /// <summary>One comes because they wait.</summary>
    Hold,
}
