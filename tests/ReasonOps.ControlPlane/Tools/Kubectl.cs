using System.Diagnostics;

namespace ReasonOps.ControlPlane.Tools;

/// <summary>The real kubectl, as the admin of a control plane.</summary>
/// <param name="kubeConfigPath">Given to every call.</param>
public sealed class Kubectl(string kubeConfigPath)
{
    /// <summary>What it printed to stdout.</summary>
    /// <exception cref="ToolFailedException">It ended with another code than 0.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string? input = null, CancellationToken cancellation = default)
    {
        var result = await TryAsync(arguments, input, cancellation);
        return result.ExitCode == 0 ? result.Output : throw new ToolFailedException(result);
    }

    /// <inheritdoc cref="RunAsync(IEnumerable{string}, string?, CancellationToken)"/>
    public Task<string> RunAsync(params string[] arguments) => RunAsync(arguments, null);

    /// <summary>Whatever it ends with.</summary>
    public async Task<ToolResult> TryAsync(IEnumerable<string> arguments, string? input = null, CancellationToken cancellation = default) =>
        await KubeTools.RunAsync("kubectl", ["--kubeconfig", kubeConfigPath, .. arguments], input, null, cancellation);

    /// <summary><c>kubectl apply -f -</c> of a text of one or more manifests.</summary>
    public Task<string> ApplyAsync(string manifests, string? @namespace = null, CancellationToken cancellation = default) =>
        RunAsync(["apply", "-f", "-", .. @namespace is null ? Array.Empty<string>() : ["-n", @namespace]], manifests, cancellation);
}

/// <summary>kubectl and helm, from the folder that <c>.ci/kube-tools</c> prints.</summary>
public static class KubeTools
{
    private static readonly Lazy<Task<string>> FolderOnce = new(FindAsync);

    public static Task<string> FolderAsync() => FolderOnce.Value;

    /// <param name="tool"><c>kubectl</c> or <c>helm</c>.</param>
    /// <param name="environment">Set beside what we have ourselves.</param>
    public static async Task<ToolResult> RunAsync(
        string tool, IReadOnlyList<string> arguments, string? input, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellation) =>
        await ToolProcess.RunAsync(Path.Combine(await FolderAsync(), tool), arguments, input, environment, cancellation);

    private static async Task<string> FindAsync()
    {
        var result = await ToolProcess.RunAsync("bash", [Repository.PathOf(".ci", "kube-tools")], null, null, CancellationToken.None);
        return result.ExitCode == 0 ? result.Output.Trim() : throw new ToolFailedException(result);
    }
}

/// <param name="Command">As it would be typed.</param>
public sealed record ToolResult(string Command, int ExitCode, string Output, string Errors);

public sealed class ToolFailedException(ToolResult result)
    : Exception($"{result.Command} ended with {result.ExitCode}:\n{result.Errors}{result.Output}")
{
    public ToolResult Result => result;
}

internal static class ToolProcess
{
    public static async Task<ToolResult> RunAsync(
        string program, IReadOnlyList<string> arguments, string? input, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            if (input is not null) await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation);
            return new($"{Path.GetFileName(program)} {string.Join(' ', arguments)}", process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
