using System.Net;
using System.Text;
using System.Text.Json;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Tools;
using ReasonOps.Operator.Tests.Clusters;
using ReasonOps.Operator.Tests.Faults.Convergence;
using ReasonOps.Operator.Tests.Faults.Operators;

namespace ReasonOps.Operator.Tests.Faults;

/// <summary>One namespace with the keys of a tenant, the operators that work on it, and what should become of it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<ProxiedOperator> _operators = [];

    private Stage(LocalControlPlane plane, string @namespace) => (Plane, Namespace) = (plane, @namespace);

    public LocalControlPlane Plane { get; }

    public string Namespace { get; }

    public static async Task<Stage> OpenAsync(LocalControlPlane plane)
    {
        await plane.InstallCrdsAsync();
        var stage = new Stage(plane, await plane.CreateNamespaceAsync("faults"));
        await stage.FurnishAsync();
        return stage;
    }

    /// <summary>The same namespace anew, once it is gone.</summary>
    public async Task RecreateAsync()
    {
        await SendAsync(HttpMethod.Post, "api/v1/namespaces", $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{Namespace}}}"}}""", "application/json");
        await FurnishAsync();
    }

    public async Task<ProxiedOperator> StartAsync(OperatorSetting? setting = null)
    {
        var started = await ProxiedOperator.StartAsync(Plane, Namespace, setting);
        _operators.Add(started);
        return started;
    }

    /// <summary>A ReasoningService, as kubectl apply does it.</summary>
    public Task ApplyAsync(string manifest) => ApplyAsync("apis/reasonops.io/v1alpha1", "reasoningservices/math", manifest);

    /// <param name="group">As <c>apis/apps/v1</c>.</param>
    /// <param name="item">As <c>deployments/math-engine</c>.</param>
    public Task ApplyAsync(string group, string item, string manifest) =>
        SendAsync(HttpMethod.Patch, $"{group}/namespaces/{Namespace}/{item}?fieldManager=somebody&force=true", manifest, "application/apply-patch+yaml");

    public Task PatchAsync(string group, string item, string merge) =>
        SendAsync(HttpMethod.Patch, $"{group}/namespaces/{Namespace}/{item}?fieldManager=somebody", merge, "application/merge-patch+json");

    /// <summary>At once, without waiting for what depends on it.</summary>
    public Task DeleteAsync(string group, string item) =>
        SendAsync(HttpMethod.Delete, $"{group}/namespaces/{Namespace}/{item}", """{"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Background"}""", "application/json");

    public Task DeleteServiceAsync() => DeleteAsync("apis/reasonops.io/v1alpha1", "reasoningservices/math");

    /// <summary>Null when it is not there.</summary>
    public async Task<JsonElement?> GetAsync(string group, string item)
    {
        using var answer = await Plane.Client.GetAsync($"{group}/namespaces/{Namespace}/{item}");
        return answer.StatusCode == HttpStatusCode.NotFound ? null
            : JsonSerializer.Deserialize<JsonElement>(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    /// <summary>As <c>False/Invalid: ...</c>; empty where it is not said.</summary>
    public async Task<string> SaysAsync(string type)
    {
        if (await GetAsync("apis/reasonops.io/v1alpha1", "reasoningservices/math") is not { } service || !service.TryGetProperty("status", out var status)) return "";
        return status.GetProperty("conditions").EnumerateArray().Where(condition => condition.GetProperty("type").GetString() == type)
            .Select(condition => $"{condition.GetProperty("status")}/{condition.GetProperty("reason")}: {condition.GetProperty("message")}").FirstOrDefault("");
    }

    public Task SaidAsync(string type, string prefix) => Until.TrueAsync(
        $"{type} is {prefix}", async () => (await SaysAsync(type)).StartsWith(prefix, StringComparison.Ordinal), TimeSpan.FromSeconds(120));

    /// <summary>As an undisturbed run of the manifest leaves it, and nobody writes any more.</summary>
    public async Task ConvergedAsync(string manifest) =>
        await Converged.AsAsync((await Undisturbed.OfAsync(Plane, manifest)).Picture, Plane, Namespace, _operators);

    /// <summary>To what an undisturbed run of the manifest leaves.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(string manifest) =>
        (await Undisturbed.OfAsync(Plane, manifest)).Picture.DifferencesTo(await PictureAsync());

    public Task<Picture> PictureAsync() => Picture.TakeAsync(Plane, Namespace);

    public async ValueTask DisposeAsync() => await Task.WhenAll(_operators.Select(each => each.DisposeAsync().AsTask()));

    private Task FurnishAsync() => ApplyAsync("api/v1", "secrets/free-keys", Manifests.Secret());

    private async Task SendAsync(HttpMethod method, string path, string body, string type)
    {
        using var message = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, type) };
        message.Content.Headers.ContentType!.CharSet = null;
        using var answer = await Plane.Client.SendAsync(message);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
