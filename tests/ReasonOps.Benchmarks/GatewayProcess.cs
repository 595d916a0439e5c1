using System.Globalization;
using ReasonOps.Api.Snapshots;
using ReasonOps.ControlPlane.Processes;

namespace ReasonOps.Benchmarks;

/// <summary><c>reasonops gateway</c> as users run it, on a snapshot in a folder of its own.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ChildProcess _process;
    private readonly string _folder;

    private GatewayProcess(ChildProcess process, Uri url, string folder) => (_process, Url, _folder) = (process, url, folder);

    public Uri Url { get; }

    /// <summary>Started, and ready: its engine answers.</summary>
    public static async Task<GatewayProcess> StartAsync(GatewaySnapshot snapshot)
    {
        var folder = Directory.CreateTempSubdirectory("reasonops-bench-").FullName;
        var file = Path.Combine(folder, "snapshot.json");
        await File.WriteAllBytesAsync(file, SnapshotJson.Write(snapshot));
        var url = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        string[] command =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "reasonops.dll"), "gateway", "--snapshot", file, "--url", url.ToString(), "--ledger", Path.Combine(folder, "ledger"),
        ];
        var gateway = new GatewayProcess(ChildProcess.Start("gateway", command, Path.Combine(folder, "gateway.log")), url, folder);
        await gateway.UntilReadyAsync();
        return gateway;
    }

    /// <summary>Resident, in MiB.</summary>
    public double Memory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public string Tail() => _process.Tail();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task UntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        using var late = new CancellationTokenSource(Patience);
        while (!await IsReadyAsync(http)) await Task.Delay(50, late.Token);
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        if (_process.HasExited) throw new InvalidOperationException($"the gateway ended:\n{_process.Tail()}");
        try
        {
            using var answer = await http.GetAsync("ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
