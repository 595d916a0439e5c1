using System.Globalization;
using ReasonOps.ControlPlane.Processes;

namespace ReasonOps.Benchmarks.Rollouts;

/// <summary>
/// <c>reasonops engine</c> as a cluster runs it, on the arithmetic model: apart from whoever asks it, so that neither waits for the other's garbage. It computes on one core
/// and leaves the others to them, as an engine does whose accelerator is its own.
/// </summary>
internal sealed class EngineProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ChildProcess _process;
    private readonly string _folder;
    private readonly HttpClient _http;

    private EngineProcess(ChildProcess process, string folder, Uri url) => (_process, _folder, _http) = (process, folder, new() { BaseAddress = url });

    /// <summary>Up to and with <c>/v1</c>.</summary>
    public string Url => new Uri(_http.BaseAddress!, "v1").ToString();

    /// <summary>Started, and ready.</summary>
    public static async Task<EngineProcess> StartAsync(string folder, string name, int tokens)
    {
        var logs = Directory.CreateTempSubdirectory("reasonops-bench-").FullName;
        var url = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        string[] command =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "reasonops.dll"), "engine", "--model", folder, "--name", name, "--url", url.ToString(),
            "--kv-tokens", tokens.ToString(CultureInfo.InvariantCulture), "--threads", "1",
        ];
        var engine = new EngineProcess(ChildProcess.Start("engine", command, Path.Combine(logs, "engine.log")), logs, url);
        using var late = new CancellationTokenSource(Patience);
        while (!await engine.IsReadyAsync()) await Task.Delay(50, late.Token);
        return engine;
    }

    /// <summary>Tokens that it drew or computed of prompts, as it counts them.</summary>
    public async Task<double> CountAsync()
    {
        var lines = (await _http.GetStringAsync("metrics")).Split('\n');
        double Of(string name) => double.Parse(lines.First(line => line.StartsWith($"{name}{{", StringComparison.Ordinal)).Split(' ')[^1], CultureInfo.InvariantCulture);
        return Of("vllm:generation_tokens_total") + Of("vllm:prompt_tokens_total");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited) throw new InvalidOperationException($"the engine ended:\n{_process.Tail()}");
        try
        {
            using var answer = await _http.GetAsync("health");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
