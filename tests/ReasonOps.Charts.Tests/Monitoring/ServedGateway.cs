using System.Text;
using System.Text.RegularExpressions;
using ReasonOps.ControlPlane.Processes;
using ReasonOps.ControlPlane.Tools;

namespace ReasonOps.Charts.Tests.Monitoring;

/// <summary>A gateway with an embedded engine behind it, as a process; its one tenant may ask once a minute.</summary>
internal sealed class ServedGateway : IAsyncDisposable
{
    private const string Manifest = """
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: math}
        spec:
          model: {name: math, uri: "embedded://arithmetic", answerFormat: {kind: Whole}}
          engine: {runtime: onnx, keyValueTokens: 4096}
          strategy: {kind: MajorityVote, votes: 3}
          budget: {reasoningTokens: 32, answerTokens: 8, deadline: 30s}
          tenants:
          - name: me
            keys: {secretRef: {name: my-keys}}
            strategies: [MajorityVote]
            votes: {default: 3, max: 3}
            limits: {requestsPerMinute: 1}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reasonops-gateway-");
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(60) };
    private ChildProcess? _process;

    public static async Task<ServedGateway> StartAsync()
    {
        var gateway = new ServedGateway();
        try
        {
            var (manifest, log) = (Path.Combine(gateway._folder.FullName, "service.yaml"), Path.Combine(gateway._folder.FullName, "up.log"));
            await File.WriteAllTextAsync(manifest, Manifest);
            gateway._process = ChildProcess.Start("reasonops up", [
                "dotnet", Path.Combine(AppContext.BaseDirectory, "reasonops.dll"), "up", "-f", manifest, "--secret", "my-keys=rk-mine", "--port", "0",
            ], log);
            var url = await Until.FoundAsync("the gateway listens", () => Task.FromResult(gateway.Url));
            gateway._client.BaseAddress = new(url);
            gateway._client.DefaultRequestHeaders.Authorization = new("Bearer", "rk-mine");
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    private string? Url
    {
        get
        {
            var said = _process!.Tail();
            Assert.False(_process.HasExited, said);
            return Regex.Match(said, @"gateway +(http://\S+)/v1") is { Success: true } match ? match.Groups[1].Value : null;
        }
    }

    public async Task<int> AskAsync()
    {
        using var question = new StringContent("""{"model": "math", "messages": [{"role": "user", "content": "2+3="}]}""", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync("/v1/chat/completions", question);
        return (int)answer.StatusCode;
    }

    public Task<string> MetricsAsync() => _client.GetStringAsync("/metrics");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is not null) await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
