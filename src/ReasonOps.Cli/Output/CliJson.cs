using System.Text.Json.Serialization;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Cli.Evaluation;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Planning;
using ReasonOps.Cli.Simulation;
using ReasonOps.Cli.Tuning;

namespace ReasonOps.Cli.Output;

/// <summary>What commands print with <c>-o json</c> and read from files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Started))]
[JsonSerializable(typeof(IReadOnlyList<EvaluationRow>))]
[JsonSerializable(typeof(IReadOnlyList<StrategyRow>))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(TuneResult))]
[JsonSerializable(typeof(CapacityPlan[]))]
[JsonSerializable(typeof(IReadOnlyList<SimulationRow>))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>What is up, for programs; of pools alone there is no service.</summary>
/// <param name="Keys">A key for each tenant.</param>
internal sealed record Started(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Service,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Endpoint,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string>? Keys,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<StartedVerifier>? Verifiers)
{
    public static Started Of(ReasoningService? service, LocalService? local, LocalVerifiers verifiers, SecretValues secrets) => new(
        service?.Metadata.Name, service?.Spec.Model.Name, local?.Endpoint,
        service?.Spec.Tenants.ToDictionary(tenant => tenant.Name, secrets.KeyOf),
        verifiers.All.Count == 0 ? null : [.. verifiers.All.Select(verifier =>
            new StartedVerifier(verifier.Pool.Metadata.Name, verifier.Server.Url, secrets.KeysOf(verifier.Pool)?[0]))]);
}

/// <param name="Key">Null where the pool asks for none.</param>
internal sealed record StartedVerifier(
    string Pool, string Endpoint, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key);
