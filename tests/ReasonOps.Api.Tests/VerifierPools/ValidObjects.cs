using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.Tests.Snapshots;

namespace ReasonOps.Api.Tests.VerifierPools;

/// <summary>Objects without a mistake, of every kind.</summary>
internal static class ValidObjects
{
    public static Gen<JsonObject> Generator { get; } = Gen.OneOf(
        ValidServices.All.Generator.Select(KindJson.Write), ValidPools.Pools.Generator.Select(KindJson.Write))
        .Select(text => JsonNode.Parse(text)!.AsObject());

    public static Arbitrary<JsonObject> All { get; } = Generator.ToArbitrary();
}
