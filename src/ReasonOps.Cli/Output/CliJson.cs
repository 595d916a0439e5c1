using System.Text.Json.Serialization;
using ReasonOps.Api.ReasoningServices;
using ReasonOps.Cli.Evaluation;
using ReasonOps.Cli.Local;

namespace ReasonOps.Cli.Output;

/// <summary>What commands print with <c>-o json</c> and read from files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Started))]
[JsonSerializable(typeof(IReadOnlyList<EvaluationRow>))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>A service that is up, for programs.</summary>
/// <param name="Keys">A key for each tenant.</param>
internal sealed record Started(string Service, string Model, string Endpoint, IReadOnlyDictionary<string, string> Keys)
{
    public static Started Of(ReasoningService service, LocalService local, SecretValues secrets) => new(
        service.Metadata.Name, service.Spec.Model.Name, local.Endpoint,
        service.Spec.Tenants.ToDictionary(tenant => tenant.Name, secrets.KeyOf));
}
