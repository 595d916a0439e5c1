using System.Buffers;
using System.Net;

namespace ReasonOps.Kubernetes.Client;

/// <summary>An answer read to its end, in memory that is given back.</summary>
internal sealed class ResponseBody(HttpStatusCode status, byte[] rented, int length) : IDisposable
{
    /// <summary>A page of 500 objects at etcd's limit would be more; nobody has that.</summary>
    private const int MostBytes = 256 << 20;

    public HttpStatusCode Status => status;

    public ReadOnlySequence<byte> Bytes => new(rented, 0, length);

    public ReadOnlySpan<byte> Span => rented.AsSpan(0, length);

    public static async Task<ResponseBody> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(response.Content.Headers.ContentLength + 1 ?? 0, 16 << 10, MostBytes));
        var length = 0;
        try
        {
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellation) is > 0 and var read)
            {
                length += read;
                if (length == buffer.Length) buffer = Grown(buffer);
            }
            return new(response.StatusCode, buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(rented);

    private static byte[] Grown(byte[] full)
    {
        if (full.Length >= MostBytes)
            throw new KubernetesException(null, "TooLarge", $"the answer is longer than {MostBytes >> 20} MiB; list with a smaller limit");
        var grown = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(grown, 0);
        ArrayPool<byte>.Shared.Return(full);
        return grown;
    }
}
