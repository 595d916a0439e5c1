using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Operator.VerifierPools.Plan;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Operator.VerifierPools.Desired;

/// <summary>What verifiers are told when they start. Keys of callers are in it as hashes.</summary>
internal static class SettingsMap
{
    public const string File = "verifier.json";

    public static DesiredObject Of(PoolPlan plan) => ChildObject.Of(plan, ChildKinds.ConfigMap, plan.VerifierName, ChildObject.Verifier, new JsonObject
    {
        ["data"] = new JsonObject { [File] = Encoding.UTF8.GetString(VerifierSettingsJson.Write(plan.Settings)) + "\n" },
    });

    /// <summary>Changes with the settings: a verifier reads them once.</summary>
    public static string Checksum(PoolPlan plan) => Convert.ToHexStringLower(SHA256.HashData(VerifierSettingsJson.Write(plan.Settings)))[..16];
}
