using System.Net;
using System.Net.Http.Headers;

namespace ReasonOps.Engines.Pool;

/// <summary>Asks <c>GET /health</c>, beside <c>/v1</c>, or <c>GET /v1/models</c> where there is no such thing.</summary>
internal sealed class HealthProbe(HttpClient http, EngineAddress address)
{
    private readonly string _base = address.Url.AbsoluteUri.TrimEnd('/');
    private bool _hasHealth = true;

    /// <returns>Why it is not well, null when it is; late where it did not say so itself.</returns>
    public async Task<(string? Reason, bool Late)> AskAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            if (_hasHealth && await GetAsync(Root() + "/health", either.Token) is var status && !IsAbsent(status)) return (Verdict("/health", status), false);
            _hasHealth = false;
            return (Verdict("/v1/models", await GetAsync(_base + "/models", either.Token)), false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ($"no answer about its health within {timeout.TotalSeconds:0.##} s", true);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return (failure.Message, false);
        }
    }

    private string Root() => _base.EndsWith("/v1", StringComparison.Ordinal) ? _base[..^3] : _base;

    /// <summary>A hosted API may ask for a key, or refuse it, at paths that it does not have.</summary>
    private static bool IsAbsent(HttpStatusCode status) =>
        status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    private static string? Verdict(string path, HttpStatusCode status) =>
        (int)status is >= 200 and < 300 ? null : $"GET {path} answered {(int)status}";

    private async Task<HttpStatusCode> GetAsync(string url, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, url);
        if (address.Key is not null) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", address.Key);
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return response.StatusCode;
    }
}
