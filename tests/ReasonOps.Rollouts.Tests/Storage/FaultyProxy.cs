using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ReasonOps.Rollouts.Tests.Storage;

/// <summary>What becomes of a connection.</summary>
internal enum Fault
{
    None,

    /// <summary>The server says that it is busy.</summary>
    Busy,

    /// <summary>The server is broken.</summary>
    Broken,

    /// <summary>The server finds that the secret key is another.</summary>
    Forged,

    /// <summary>It ends before anything is answered, after the server has done what was asked.</summary>
    CutAnswer,

    /// <summary>It ends within the answer.</summary>
    CutBody,
}

/// <summary>Stands before a server and spoils connections: one request each.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Uri _server;
    private readonly Func<int, string, Fault> _faults;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="server">Behind it.</param>
    /// <param name="faults">By the number of the connection, from 1, and its request line.</param>
    public FaultyProxy(Uri server, Func<int, string, Fault> faults)
    {
        (_server, _faults) = (server, faults);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client.GetStream());
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // The client has had enough, or the test is over.
            }
        }
    }

    private async Task ServeAsync(NetworkStream client)
    {
        var (head, body) = await ReadAsync(client);
        if (head.Length == 0) return;
        var fault = _faults(Interlocked.Increment(ref _connections), head.Split("\r\n")[0]);
        if (fault is Fault.Busy or Fault.Broken or Fault.Forged)
        {
            var (status, code) = fault switch
            {
                Fault.Busy => ("503 Slow Down", "SlowDown"),
                Fault.Broken => ("500 Internal Server Error", "InternalError"),
                _ => ("403 Forbidden", "SignatureDoesNotMatch"),
            };
            var text = $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>spoiled</Message></Error>";
            await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {text.Length}\r\nConnection: close\r\n\r\n{text}"), _over.Token);
            return;
        }
        using var server = new TcpClient();
        await server.ConnectAsync(_server.Host, _server.Port, _over.Token);
        var stream = server.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(OneRequest(head)), _over.Token);
        await stream.WriteAsync(body, _over.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, _over.Token);
        if (fault == Fault.CutAnswer) return;
        var all = answer.ToArray();
        await client.WriteAsync(fault == Fault.CutBody ? all.AsMemory(0, all.Length - Math.Max(1, (all.Length - HeadLength(all)) / 2)) : all, _over.Token);
    }

    private async Task<(string Head, byte[] Body)> ReadAsync(NetworkStream client)
    {
        using var read = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (HeadLength(read.GetBuffer().AsSpan(0, (int)read.Length)) < 0)
        {
            var count = await client.ReadAsync(buffer, _over.Token);
            if (count == 0) return ("", []);
            read.Write(buffer, 0, count);
        }
        var head = Encoding.Latin1.GetString(read.ToArray(), 0, HeadLength(read.ToArray()));
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line ? int.Parse(line[15..], null) : 0;
        if (head.Contains("100-continue", StringComparison.OrdinalIgnoreCase)) await client.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _over.Token);
        while (read.Length < head.Length + length)
        {
            var count = await client.ReadAsync(buffer, _over.Token);
            if (count == 0) return ("", []);
            read.Write(buffer, 0, count);
        }
        return (head, read.ToArray()[head.Length..]);
    }

    /// <summary>The server closes behind its answer, so that one connection is one request.</summary>
    private static string OneRequest(string head) =>
        string.Join("\r\n", head.TrimEnd().Split("\r\n").Where(line => !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase)))
        + "\r\nConnection: close\r\n\r\n";

    private static int HeadLength(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\r\n\r\n"u8) is >= 0 and var at ? at + 4 : -1;
}
