using System.Net;
using System.Net.Sockets;
using System.Text;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Scraping;

/// <summary>Reads <c>/metrics</c> of pods: all at once, within a deadline, and not more than so many bytes of each.</summary>
public sealed class MetricsScraper : IDisposable
{
    private const int AtOnce = 64;
    private const int MostBytes = 1 << 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = Deadline, AllowAutoRedirect = false })
    {
        MaxResponseContentBufferSize = MostBytes, Timeout = Deadline,
    };

    /// <returns>In the order asked; null of one that did not answer in time, or with too much.</returns>
    public async Task<string?[]> ReadAsync(IReadOnlyList<Uri> from, CancellationToken cancellation)
    {
        var told = new string?[from.Count];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Deadline);
        try
        {
            await Parallel.ForAsync(0, from.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = limit.Token },
                async (i, token) => told[i] = await ReadAsync(from[i], token));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Those that are left stay silent.
        }
        return told;
    }

    /// <summary>Where a pod that listens at this port tells its figures; null of one without an address.</summary>
    public static Uri? AddressOf(ApiObject pod, int port) => IPAddress.TryParse(pod.Root.At("status", "podIP").Text(), out var address)
        ? new UriBuilder(Uri.UriSchemeHttp, $"{address}", port, "/metrics").Uri
        : null;

    public void Dispose() => _http.Dispose();

    private async Task<string?> ReadAsync(Uri from, CancellationToken cancellation)
    {
        try
        {
            // As bytes: a pod may name an encoding that does not exist.
            return Encoding.UTF8.GetString(await _http.GetByteArrayAsync(from, cancellation));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException || (fault is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
