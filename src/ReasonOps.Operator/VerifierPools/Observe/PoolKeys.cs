using System.Text.Json;
using ReasonOps.Api.Kinds;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.VerifierPools.Observe;

/// <summary>Where the keys of a pool's callers are. Read without judging.</summary>
internal static class PoolKeys
{
    public static SecretReference? Of(JsonElement spec) => spec.At("keys", "secretRef") is var reference && reference.At("name").Text() is { Length: > 0 } name
        ? new(name, reference.At("key").Text())
        : null;
}
