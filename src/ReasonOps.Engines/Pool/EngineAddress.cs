using ReasonOps.Engines.Runtimes;

namespace ReasonOps.Engines.Pool;

/// <summary>Where the engines are: <see cref="Fixed"/> ones, and every address that the host of <see cref="Dns"/> resolves to.</summary>
/// <param name="Model">What they call the model they serve, for questions of our own; null: they are asked none.</param>
/// <param name="Comes">Where there is none, one comes because it is asked for: who asks waits for it.</param>
public sealed record EnginePlaces(EngineRuntime Runtime, IReadOnlyList<EngineAddress> Fixed, Uri? Dns = null, string? Model = null, bool Comes = false);

/// <param name="Url">Up to and with <c>/v1</c>.</param>
/// <param name="Key">The bearer token; a secret, so it is no part of <see cref="ToString"/>.</param>
/// <param name="Model">What this engine calls the model, where it differs from what clients ask for.</param>
public sealed record EngineAddress(Uri Url, string? Key = null, string? Model = null)
{
    public override string ToString() => Url.Authority;
}
