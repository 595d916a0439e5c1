using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace ReasonOps.ControlPlane.Processes;

/// <summary>
/// Below the ports that the kernel gives to outgoing connections (32768 and up): while a server is down for a test, one of the many
/// connections of this machine would else be given its port, and the server could not come back.
/// </summary>
public static class FreePorts
{
    private const int First = 12000;
    private const int End = 30000;

    /// <summary>Ports of 127.0.0.1 that nobody listened on a moment ago.</summary>
    public static int[] Take(int count)
    {
        var taken = new List<TcpListener>();
        try
        {
            while (taken.Count < count)
                if (Listen(RandomNumberGenerator.GetInt32(First, End)) is { } listener) taken.Add(listener);
            return [.. taken.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            foreach (var listener in taken) listener.Dispose();
        }
    }

    private static TcpListener? Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
