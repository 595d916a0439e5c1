using System.Text.Json.Serialization;
using ReasonOps.Engines.Pool;

namespace ReasonOps.Gateway.Engines;

/// <summary><c>GET /v1/engines</c>.</summary>
internal sealed record EngineList(IReadOnlyList<EngineReport> Data, string Object = "list");

/// <param name="Id">Host and port.</param>
/// <param name="State"><c>Down</c>, <c>Ready</c>, <c>Draining</c> or <c>Suspect</c>.</param>
/// <param name="Reason">Why it is down or suspect.</param>
/// <param name="Chains">That this gateway has in flight on it.</param>
/// <param name="PredictedTokens">KV tokens that they are predicted to come to.</param>
/// <param name="Votes">What its votes say of it.</param>
internal sealed record EngineReport(string Id, string State, string? Reason, int Chains, long PredictedTokens, EngineVotes Votes)
{
    public static EngineReport Of(Engine engine) => new(
        engine.Name, engine.State.ToString(), engine.Reason, engine.ChainsInFlight, engine.TokensInFlight,
        new(engine.Votes.Requests, engine.Votes.Disagreement, engine.Votes.Evidence));
}

/// <param name="Requests">Votes it took part in, as this gateway saw them.</param>
/// <param name="Disagreement">Share of its chains in them that lost; null before the first.</param>
/// <param name="Evidence">That this is more than chance allows: 0 to 1, where it is suspected.</param>
internal sealed record EngineVotes(long Requests, double? Disagreement, double Evidence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EngineList))]
internal sealed partial class EngineJson : JsonSerializerContext;
