using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace ReasonOps.Kubernetes.Configuration;

/// <summary>How an exec plugin is run: bounded in time and in what it may print.</summary>
internal sealed class ExecCommand
{
    private const int MostOutput = 1 << 20;
    private const int MostComplaint = 2048;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);
    private static readonly string[] Versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    private readonly YamlField _field;
    private readonly string _program;
    private readonly IReadOnlyList<string> _arguments;
    private readonly Dictionary<string, string> _environment;

    private ExecCommand(YamlField field, string program, IReadOnlyList<string> arguments, Dictionary<string, string> environment, string apiVersion) =>
        (_field, _program, _arguments, _environment, ApiVersion) = (field, program, arguments, environment, apiVersion);

    public string ApiVersion { get; }

    public static ExecCommand Read(YamlField exec, YamlField cluster)
    {
        var apiVersion = exec["apiVersion"].RequiredText($"write {Versions[0]}");
        if (!Versions.Contains(apiVersion))
            throw exec["apiVersion"].Wrong($"\"{apiVersion}\" is not spoken here; {string.Join(" or ", Versions)} is");
        if (exec["interactiveMode"].Text() == "Always")
            throw exec["interactiveMode"].Wrong("is Always, and there is no terminal to ask at; use a plugin that can do without (IfAvailable or Never)");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in exec["env"].Items()) environment[item["name"].RequiredText("name the variable")] = item["value"].Text() ?? "";
        environment["KUBERNETES_EXEC_INFO"] = Info(apiVersion, exec["provideClusterInfo"].Flag() ? ClusterInfo(cluster) : null);
        return new(exec, Program(exec["command"]), [.. exec["args"].Items().Select(item => item.Text() ?? "")], environment, apiVersion);
    }

    /// <summary>What it printed.</summary>
    public async Task<byte[]> RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var process = Start();
        try
        {
            return await OutputAsync(process, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Failed($"it did not end within {TimeLimit.TotalSeconds:0} s");
        }
        finally
        {
            End(process);
        }
    }

    public KubernetesConfigurationException Failed(string why, Exception? inner = null) => _field["command"].Wrong($"\"{_program}\": {why}", inner);

    private async Task<byte[]> OutputAsync(Process process, CancellationToken cancellation)
    {
        process.StandardInput.Close();
        var complaint = HeadAsync(process.StandardError.BaseStream, MostComplaint, cancellation);
        var output = await HeadAsync(process.StandardOutput.BaseStream, MostOutput, cancellation);
        var said = Encoding.UTF8.GetString(await complaint).Trim();
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? output : throw Failed($"it ended with exit code {process.ExitCode}{(said.Length > 0 ? $", saying: {said}" : "")}");
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(_program, _arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            var hint = _field["installHint"].Text();
            throw Failed($"cannot be run: {exception.Message}{(hint is null ? "" : $"; {hint.Trim()}")}", exception);
        }
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in the meantime.
        }
    }

    /// <summary>What comes first; the rest is read and dropped, so that the plugin is never blocked.</summary>
    private static async Task<byte[]> HeadAsync(Stream stream, int most, CancellationToken cancellation)
    {
        var kept = new MemoryStream();
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var read)
            kept.Write(buffer, 0, Math.Min(read, most - (int)kept.Length));
        return kept.ToArray();
    }

    /// <summary>With a slash it is a path from where the kubeconfig lies, else it is looked for in PATH.</summary>
    private static string Program(YamlField command)
    {
        var program = command.RequiredText("name the program to run");
        return program.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar) ? command.FilePath()! : program;
    }

    private static string Info(string apiVersion, ExecCluster? cluster) => JsonSerializer.Serialize(
        new ExecCredential { ApiVersion = apiVersion, Kind = "ExecCredential", Spec = new() { Cluster = cluster } }, ExecJsonContext.Default.ExecCredential);

    private static ExecCluster ClusterInfo(YamlField cluster) => new()
    {
        Server = cluster["server"].Text(),
        TlsServerName = cluster["tls-server-name"].Text(),
        InsecureSkipTlsVerify = cluster["insecure-skip-tls-verify"].Flag(),
        CertificateAuthorityData = cluster.Material("certificate-authority"),
        ProxyUrl = cluster["proxy-url"].Text(),
        Config = cluster["extensions"].Items()
            .Where(extension => extension["name"].Text() == "client.authentication.k8s.io/exec")
            .Select(extension => Json(extension["extension"].Node)).FirstOrDefault(),
    };

    /// <param name="deep">An alias may lead back to where it stands: then there is an end to it.</param>
    private static JsonNode? Json(YamlNode? node, int deep = 0) => node switch
    {
        _ when deep > 32 => null,
        YamlMappingNode map => new JsonObject(map.Children.Select(child => KeyValuePair.Create(child.Key.ToString(), Json(child.Value, deep + 1)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(item => Json(item, deep + 1))]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } flag => JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } number when long.TryParse(number.Value, out var whole) => JsonValue.Create(whole),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };
}
