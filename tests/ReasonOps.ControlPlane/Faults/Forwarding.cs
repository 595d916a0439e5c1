using Microsoft.AspNetCore.Http;

namespace ReasonOps.ControlPlane.Faults;

/// <summary>Messages from one side to the other, without the headers that belong to one connection.</summary>
internal static class Forwarding
{
    private static readonly HashSet<string> OfConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Host", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Authorization", "Content-Length",
    };

    public static HttpRequestMessage ToServer(HttpRequest request, Uri server)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(server, $"{request.Path}{request.QueryString}"));
        if (request.Method is not ("GET" or "HEAD")) message.Content = new StreamContent(request.Body);
        foreach (var (name, values) in request.Headers)
            if (!OfConnection.Contains(name) && !name.StartsWith(':') && !message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        return message;
    }

    public static void Head(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers))
            if (!OfConnection.Contains(name)) to.Headers[name] = values.ToArray();
    }
}
