using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ReasonOps.Engines.Tests.Fakes;

/// <summary>Answers requests with what a test says, one after the other, the last one again and again; keeps what was asked.</summary>
internal sealed class Replies(params (int Status, string Body)[] replies) : HttpMessageHandler
{
    private int _next;

    public ConcurrentQueue<(string Url, string? Key, string Body)> Asked { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Enqueue((request.RequestUri!.ToString(), request.Headers.Authorization?.Parameter, await request.Content!.ReadAsStringAsync(cancellationToken)));
        var (status, body) = replies[Math.Min(_next++, replies.Length - 1)];
        return status == 0
            ? throw new HttpRequestException("connection refused")
            : new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }
}
