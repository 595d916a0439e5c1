using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Kubernetes.Client;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.ProcessNode.Volumes;

/// <summary>Tokens of service accounts, bound to the pods they are mounted in; renewed when most of their time is over.</summary>
internal sealed class ServiceAccountTokens(KubernetesClient client)
{
    private const double Used = 0.8;
    private readonly ConcurrentDictionary<(string Pod, string Path), (byte[] Token, DateTimeOffset Renew)> _held = new();

    public async Task<Dictionary<string, byte[]>> FileAsync(V1Pod pod, V1ServiceAccountTokenProjection asked, CancellationToken cancellation)
    {
        var (key, now) = ((pod.Metadata.Uid!, asked.Path!), TimeProvider.System.GetUtcNow());
        if (!_held.TryGetValue(key, out var held) || held.Renew <= now)
        {
            var lifetime = TimeSpan.FromSeconds(asked.ExpirationSeconds ?? 3600);
            _held[key] = held = (await RequestAsync(pod, asked, lifetime, cancellation), now + lifetime * Used);
        }
        return new() { [asked.Path!] = held.Token };
    }

    private async Task<byte[]> RequestAsync(V1Pod pod, V1ServiceAccountTokenProjection asked, TimeSpan lifetime, CancellationToken cancellation)
    {
        var account = pod.Spec!.ServiceAccountName ?? "default";
        var spec = new JsonObject
        {
            ["audiences"] = asked.Audience is { } audience ? new JsonArray(audience) : null,
            ["expirationSeconds"] = (long)lifetime.TotalSeconds,
            ["boundObjectRef"] = new JsonObject { ["kind"] = "Pod", ["apiVersion"] = "v1", ["name"] = pod.Metadata.Name, ["uid"] = pod.Metadata.Uid },
        };
        var request = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest",
            ["metadata"] = new JsonObject { ["namespace"] = pod.Metadata.Namespace }, ["spec"] = spec,
        };
        // A subresource that is created: its path is the account's.
        var type = new EntityType("", "v1", "TokenRequest", $"serviceaccounts/{account}/token");
        var answer = await client.CreateAsync(type, JsonSerializer.Deserialize<ApiObject>(request, client.Json)!, cancellation);
        return Encoding.ASCII.GetBytes(answer["status"].GetProperty("token").GetString()!);
    }
}
