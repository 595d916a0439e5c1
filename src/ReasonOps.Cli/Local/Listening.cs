using Microsoft.AspNetCore.Connections;

namespace ReasonOps.Cli.Local;

/// <summary>Starts what listens on a port that the user chose.</summary>
internal static class Listening
{
    /// <exception cref="IOException">The port is taken; says so in words.</exception>
    public static async Task<T> OnAsync<T>(int port, Func<Task<T>> start)
    {
        try
        {
            return await start();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new IOException($"--port {port}: something listens on 127.0.0.1:{port} already; stop it or take another port, 0 for a free one", e);
        }
    }
}
