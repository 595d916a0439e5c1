using System.Text.Json;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Operator.Tests.Clusters;

/// <summary>A namespace as kubectl sees it.</summary>
internal sealed class ServiceView(LocalControlPlane plane, string @namespace)
{
    public string Namespace => @namespace;

    public Task<string> KubectlAsync(params string[] arguments) => plane.Kubectl.RunAsync(["-n", @namespace, .. arguments], null);

    public Task<string> ApplyAsync(string manifest) => plane.Kubectl.ApplyAsync(manifest, @namespace);

    /// <summary>Null when it is not there.</summary>
    public async Task<JsonElement?> GetAsync(string path)
    {
        using var answer = await plane.Client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()) : null;
    }

    public Task<JsonElement?> DeploymentAsync(string name) => GetAsync($"apis/apps/v1/namespaces/{@namespace}/deployments/{name}");

    public Task<JsonElement?> ServiceAsync(string name) => GetAsync($"apis/reasonops.io/v1alpha1/namespaces/{@namespace}/reasoningservices/{name}");

    /// <summary>As <c>Ready=False/EnginesUnavailable</c>, by type; empty before the first status.</summary>
    public async Task<IReadOnlyDictionary<string, (string Status, string Reason, string Message)>> ConditionsAsync(string name = "math")
    {
        if (await ServiceAsync(name) is not { } service || !service.TryGetProperty("status", out var status)) return new Dictionary<string, (string, string, string)>();
        return status.GetProperty("conditions").EnumerateArray().ToDictionary(condition => condition.GetProperty("type").GetString()!, condition =>
            (condition.GetProperty("status").GetString()!, condition.GetProperty("reason").GetString()!, condition.GetProperty("message").GetString()!));
    }

    public Task SaysAsync(string type, string status, string reason, string name = "math") => Until.TrueAsync($"{type}={status}/{reason} of {name}",
        async () => await ConditionsAsync(name) is var said && said.TryGetValue(type, out var condition) && (condition.Status, condition.Reason) == (status, reason));

    /// <summary>Plays the kubelet: all pods there are become ready, or no longer so.</summary>
    public async Task SetReadyAsync(bool ready)
    {
        var names = await KubectlAsync("get", "pods", "-o", "name");
        foreach (var pod in names.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await KubectlAsync("patch", pod, "--subresource=status", "--type=merge", "-p", $$"""
                {"status": {"phase": "Running", "conditions": [
                  {"type": "Ready", "status": "{{ready}}", "lastTransitionTime": "2026-01-01T00:00:00Z"},
                  {"type": "PodScheduled", "status": "True", "lastTransitionTime": "2026-01-01T00:00:00Z"}] } }
                """);
    }
}
