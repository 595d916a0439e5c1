using System.Net.Sockets;
using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Containers;
using ReasonOps.ProcessNode.Pods;

namespace ReasonOps.ProcessNode.Probes;

/// <summary>Asks a container once whether it is well.</summary>
internal sealed class Prober(PodPlace place, V1Container container, ContainerCommand command, ContainerProcess process)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero, // every probe connects anew
#pragma warning disable CA5359 // a kubelet takes any certificate too
        SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <returns>Null when it is well, else what is wrong.</returns>
    public async Task<string?> AskAsync(V1Probe probe, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(probe.TimeoutSeconds ?? 1));
        try
        {
            return await AskOnceAsync(probe, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"no answer within {probe.TimeoutSeconds ?? 1} s";
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            return fault.Message;
        }
    }

    private async Task<string?> AskOnceAsync(V1Probe probe, CancellationToken cancellation)
    {
        if (probe.HttpGet is { } get) return await GetAsync(get, cancellation);
        if (probe.Exec?.Command is { } asked) return await RunAsync(asked, cancellation);
        if (probe.TcpSocket is not { } socket) return null; // gRPC: taken for well
        using var connection = new TcpClient();
        await connection.ConnectAsync(place.Address, Port(socket.Port), cancellation);
        return null;
    }

    private async Task<string?> GetAsync(V1HTTPGetAction get, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{get.Scheme?.ToLowerInvariant() ?? "http"}://{place.Address}:{Port(get.Port)}{get.Path ?? "/"}");
        foreach (var header in get.HttpHeaders ?? []) request.Headers.TryAddWithoutValidation(header.Name!, header.Value);
        using var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return (int)answer.StatusCode is >= 200 and < 400 ? null : $"HTTP probe failed with statuscode: {(int)answer.StatusCode}";
    }

    private async Task<string?> RunAsync(IReadOnlyList<string> asked, CancellationToken cancellation)
    {
        await using var asking = command.StartWithin(process, asked, Path.Combine(place.Folder, $"{container.Name}.probe.log"));
        if (asking is null) return "the container does not run";
        await asking.WaitForExitAsync(cancellation);
        return asking.ExitCode == 0 ? null : $"exit code {asking.ExitCode}";
    }

    private int Port(IntOrString? port) => port?.Number
        ?? (container.Ports ?? []).FirstOrDefault(named => named.Name == port?.Text)?.ContainerPort
        ?? throw new HttpRequestException($"the container has no port \"{port}\"");
}
