using ReasonOps.Api.VerifierPools;

namespace ReasonOps.Sandbox.Serving.Health;

/// <summary>What a verifier is and how it is.</summary>
/// <param name="Status"><c>ok</c>, <c>draining</c> or <c>cannot isolate</c>.</param>
/// <param name="Languages">Programs and proofs that it takes, by the names of the table.</param>
/// <param name="Workers">Runs at once.</param>
/// <param name="Waiting">Checks that wait for a place.</param>
/// <param name="Queue">Requests that may wait.</param>
internal sealed record HealthResponse(
    string Status, string Pool, IReadOnlyList<CheckKind> Checks, IReadOnlyList<string> Languages, HealthIsolation Isolation, int Workers, int Busy, int Waiting, int Queue);

/// <param name="Holds">Whether every layer holds that is required.</param>
internal sealed record HealthIsolation(IsolationMode Mode, bool Holds, IReadOnlyList<HealthLayer> Layers);

internal sealed record HealthLayer(string Name, bool Holds, bool Required, string Detail);
