using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using ReasonOps.Kubernetes.Configuration;

namespace ReasonOps.Kubernetes.Client;

/// <summary>Sends a request until it is answered: rate limit, credential, time limit, tries, figures.</summary>
internal sealed partial class RequestSender : IDisposable
{
    private const int MostWarnings = 100;

    private static readonly ActivitySource Activities = new(ClientMeter.Name);

    private readonly KubernetesConfiguration _configuration;
    private readonly KubernetesClientOptions _options;
    private readonly RetryPolicy _retry;
    private readonly Transport _transport;
    private readonly TokenBucketRateLimiter _limiter;
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);
    private readonly string _root;

    public RequestSender(KubernetesConfiguration configuration, KubernetesClientOptions options, ILogger log)
    {
        (_configuration, _options, _log) = (configuration, options, log);
        _retry = new(options.Tries, options.Backoff);
        _transport = new(configuration, options.ConnectTimeout);
        _limiter = Limiter(options);
        _root = configuration.Server.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
    }

    public ClientMeter Meter { get; } = new();

    /// <summary>The whole answer; of a status that is no success, an exception.</summary>
    public Task<ResponseBody> SendAsync(ApiRequest request, CancellationToken cancellation) => TryAsync(request, async (response, token) =>
    {
        using (response) return await ResponseBody.ReadAsync(response, token);
    }, cancellation);

    /// <summary>An answer whose body is yet to be read.</summary>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellation) =>
        TryAsync(request, (response, _) => Task.FromResult(response), cancellation);

    public void Dispose()
    {
        _limiter.Dispose();
        _transport.Dispose();
        Meter.Dispose();
    }

    private async Task<T> TryAsync<T>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        using var activity = Activities.StartActivity($"{ClientMeter.Word(request.Verb)} {request.Kind}", ActivityKind.Client);
        var renewed = false;
        for (var tried = 1; ; tried++)
        {
            await AdmitAsync(request, cancellation);
            var grant = await GrantAsync(cancellation);
            var (value, failure) = await OnceAsync(request, grant, read, cancellation);
            if (failure is null) return value!;
            if (failure.Kind == FailureKind.Unauthorized && !renewed && (renewed = _configuration.Credential.Renew(grant)))
            {
                LogRenewed();
                continue;
            }
            if (_retry.Next(request, failure, tried, Jitter()) is not { } wait)
            {
                activity?.SetStatus(ActivityStatusCode.Error, failure.Exception.Reason);
                throw failure.Exception;
            }
            LogAgain(ClientMeter.Word(request.Verb), request.Kind, tried, failure.Kind, wait.TotalSeconds, failure.Exception.Message);
            await Task.Delay(wait, _options.Time, cancellation);
        }
    }

    private async Task<(T? Value, Failure? Failure)> OnceAsync<T>(
        ApiRequest request, Grant grant, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        var started = _options.Time.GetTimestamp();
        using var limit = new CancellationTokenSource(_options.RequestTimeout, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var status = "Cancelled";
        try
        {
            using var message = Message(request, grant);
            var response = await _transport.For(grant).SendAsync(message, either.Token);
            status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            Warn(request, response);
            if (response.IsSuccessStatusCode) return (await read(response, either.Token), null);
            using (response) return (default, await RefusedAsync(response, either.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            status = "Timeout";
            return (default, Failure.TimedOut(request, _configuration.Server, _options.RequestTimeout));
        }
        catch (Exception exception) when (Failure.Of(exception, request, _configuration.Server) is { } failure)
        {
            status = failure.Kind.ToString();
            return (default, failure);
        }
        finally
        {
            Meter.Ended(request, status, _options.Time.GetElapsedTime(started));
        }
    }

    private async Task<Failure> RefusedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var body = await ResponseBody.ReadAsync(response, cancellation);
        return Failure.Of(response.StatusCode, response.Headers.RetryAfter, _options.Time.GetUtcNow(), StatusReader.Read(response.StatusCode, body.Span));
    }

    private async ValueTask AdmitAsync(ApiRequest request, CancellationToken cancellation)
    {
        if (request.Verb == Verb.Watch) return;
        using var lease = await _limiter.AcquireAsync(1, cancellation);
        if (!lease.IsAcquired) throw new KubernetesException(null, "TooManyWaiting", "too many requests wait for the client's own rate limit");
    }

    private async ValueTask<Grant> GrantAsync(CancellationToken cancellation)
    {
        try
        {
            return await _configuration.Credential.GetAsync(cancellation);
        }
        catch (KubernetesConfigurationException exception)
        {
            throw new KubernetesException(null, "NoCredential", exception.Message, exception);
        }
    }

    private HttpRequestMessage Message(ApiRequest request, Grant grant)
    {
        var message = new HttpRequestMessage(request.Method, $"{_root}/{request.Path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Authorization = grant.Authorization;
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
        // The handler takes the name for TLS from here, and from nowhere else.
        if (_configuration.TlsServerName is { } name) message.Headers.Host = name;
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }
        return message;
    }

    /// <summary>The same is told once: it comes with every answer.</summary>
    private void Warn(ApiRequest request, HttpResponseMessage response)
    {
        foreach (var warning in response.Headers.Warning)
        {
            if (_warned.Count < MostWarnings && _warned.TryAdd(warning.Text, true)) LogWarning(request.Kind, warning.Text.Trim('"'));
        }
    }

    private static double Jitter() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);

    private static TokenBucketRateLimiter Limiter(KubernetesClientOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.QueriesPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Burst);
        var atOnce = Math.Max(1, options.QueriesPerSecond / 50);
        return new(new()
        {
            TokenLimit = options.Burst,
            TokensPerPeriod = atOnce,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)atOnce / options.QueriesPerSecond),
            QueueLimit = 100_000,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }
}
