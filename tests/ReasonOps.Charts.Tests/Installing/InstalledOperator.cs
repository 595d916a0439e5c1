using System.Text.Json.Nodes;
using ReasonOps.Charts.Tests.Rendering;
using ReasonOps.ControlPlane.Processes;

namespace ReasonOps.Charts.Tests.Installing;

/// <summary>
/// The operator as its installed Deployment would run it: with that one's arguments and the token of its ServiceAccount, and so with
/// exactly the rights that the chart gives it. Only the address of its health is another, since there is no network of pods.
/// </summary>
internal sealed class InstalledOperator : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private InstalledOperator(ChildProcess process, HttpClient client, string user) => (_process, _client, User) = (process, client, user);

    /// <summary>As the server knows it.</summary>
    public string User { get; }

    public static async Task<InstalledOperator> StartAsync(Installation installation, string @namespace)
    {
        var deployment = (await installation.GetAsync("deployment", Chart.Release, "-n", @namespace))!;
        var pod = deployment["spec"]!["template"]!["spec"]!;
        var account = (string)pod["serviceAccountName"]!;
        var health = $"http://127.0.0.1:{FreePorts.Take(1)[0]}";
        var arguments = pod["containers"]![0]!["args"]!.AsArray().Select(argument => (string)argument!)
            .Select(argument => argument.StartsWith("--health-url=", StringComparison.Ordinal) ? $"--health-url={health}" : argument);
        var kubeConfig = await KubeConfigAsync(installation, @namespace, account);
        var process = ChildProcess.Start("operator", ["dotnet", Path.Combine(AppContext.BaseDirectory, "reasonops.dll"), .. arguments],
            Path.Combine(installation.Plane.Folder, $"{@namespace}-operator.log"),
            new Dictionary<string, string> { ["KUBECONFIG"] = kubeConfig, ["POD_NAME"] = "operator-0", ["POD_NAMESPACE"] = @namespace });
        return new(process, new() { BaseAddress = new(health), Timeout = TimeSpan.FromSeconds(5) }, $"system:serviceaccount:{@namespace}:{account}");
    }

    /// <summary>A failure tells what the operator said.</summary>
    public async Task DuringAsync(Func<Task> what)
    {
        try
        {
            await what();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{failure.Message}\n{_process.Tail()}", failure);
        }
    }

    public async Task<bool> IsReadyAsync()
    {
        Assert.False(_process.HasExited, _process.Tail());
        try
        {
            using var answer = await _client.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public Task<string> MetricsAsync() => _client.GetStringAsync("/metrics");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Signal(UnixSignal.Terminate);
        await _process.DisposeAsync();
    }

    private static async Task<string> KubeConfigAsync(Installation installation, string @namespace, string account)
    {
        var token = (await installation.Kubectl.RunAsync("create", "token", account, "-n", @namespace)).Trim();
        var admin = YamlDocuments.Read(await File.ReadAllTextAsync(installation.Plane.KubeConfigPath))[0];
        admin["users"]![0]!["user"] = new JsonObject { ["token"] = token };
        var path = Path.Combine(installation.Plane.Folder, $"{@namespace}-operator.kubeconfig");
        await File.WriteAllTextAsync(path, admin.ToJsonString());
        return path;
    }
}
