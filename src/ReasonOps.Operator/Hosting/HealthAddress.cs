using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace ReasonOps.Operator.Hosting;

/// <summary>Where to listen, as people write it: <c>http://*:8081</c>.</summary>
public static class HealthAddress
{
    /// <returns>Null for what is no address to listen on.</returns>
    public static IPEndPoint? Parse(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address is { Scheme: "http", PathBase: "", Port: >= 0 and <= 65535 } && Host(address.Host) is { } host ? new(host, address.Port) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IPAddress? Host(string host) => host switch
    {
        "*" or "+" => Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any,
        "localhost" => IPAddress.Loopback,
        _ => IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null,
    };
}
