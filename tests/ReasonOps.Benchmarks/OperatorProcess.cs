using System.Globalization;
using System.Text.RegularExpressions;
using ReasonOps.ControlPlane;
using ReasonOps.ControlPlane.Processes;

namespace ReasonOps.Benchmarks;

/// <summary><c>reasonops operator</c> as users run it, and what it says of itself at <c>/metrics</c>.</summary>
internal sealed partial class OperatorProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpClient _health;

    private OperatorProcess(ChildProcess process, Uri health) => (_process, _health) = (process, new HttpClient { BaseAddress = health });

    /// <summary>Started, not yet ready.</summary>
    public static OperatorProcess Start(LocalControlPlane plane)
    {
        var health = new Uri($"http://127.0.0.1:{FreePorts.Take(1)[0]}");
        string[] command =
        [
            "dotnet", Path.Combine(AppContext.BaseDirectory, "reasonops.dll"), "operator", "--kubeconfig", plane.KubeConfigPath, "--image", "reasonops:bench",
            "--lease-namespace", "default", "--health-url", health.ToString(),
        ];
        return new(ChildProcess.Start("operator", command, Path.Combine(plane.Folder, "operator.log")), health);
    }

    public async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited) throw new InvalidOperationException($"the operator ended:\n{_process.Tail()}");
        try
        {
            using var answer = await _health.GetAsync("readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Requests to the API server so far, without those of its lease.</summary>
    public async Task<Requests> RequestsAsync()
    {
        var text = await _health.GetStringAsync("metrics");
        var all = Counter().Matches(text).Where(line => !line.Value.Contains("kind=\"Lease\"", StringComparison.Ordinal)).ToArray();
        return new([.. all.Select(line => new Request(
            Label(line.Value, "verb"), Label(line.Value, "kind"), Label(line.Value, "subresource"),
            double.Parse(line.Groups["value"].ValueSpan, CultureInfo.InvariantCulture)))]);
    }

    /// <summary>Resident, in MiB.</summary>
    public double Memory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public Task KillAsync() => _process.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _health.Dispose();
    }

    private static string Label(string line, string name) => Regex.Match(line, $"[{{,]{name}=\"([^\"]*)\"").Groups[1].Value;

    [GeneratedRegex(@"^reasonops_kubernetes_client_requests(_total)?\{[^\n]*\} (?<value>\S+)", RegexOptions.Multiline)]
    private static partial Regex Counter();
}

internal sealed record Request(string Verb, string Kind, string Subresource, double Count);

internal sealed record Requests(IReadOnlyList<Request> All)
{
    private static readonly string[] Reads = ["get", "list", "watch", "raw"];

    public double Writes => All.Where(request => !Reads.Contains(request.Verb)).Sum(request => request.Count);

    public double EventWrites => All.Where(request => request.Kind == "Event" && !Reads.Contains(request.Verb)).Sum(request => request.Count);

    public double Total => All.Sum(request => request.Count);

    /// <summary>As <c>apply 11.00, apply status 1.00, get 0.02</c> for each of <paramref name="services"/>.</summary>
    public string PerService(int services) => string.Join(", ", All
        .GroupBy(request => (request.Verb, What: request.Kind == "Event" ? " Event" : request.Subresource.Length > 0 ? $" {request.Subresource}" : ""))
        .Select(group => (Name: $"{group.Key.Verb}{group.Key.What}", Each: group.Sum(request => request.Count) / services))
        .OrderByDescending(row => row.Each).Select(row => FormattableString.Invariant($"{row.Name} {row.Each:0.00}")));
}
