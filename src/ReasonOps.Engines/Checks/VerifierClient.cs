using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ReasonOps.OpenAi.Errors;
using ReasonOps.Reasoning.Checks;

namespace ReasonOps.Engines.Checks;

/// <summary>A pool of verifiers over HTTP: <c>POST /v1/verify</c>.</summary>
/// <param name="http">Shared, not disposed; without a timeout below that of <paramref name="options"/>.</param>
/// <param name="url">Of the pool, without a path.</param>
/// <param name="key">The bearer token; never logged.</param>
public sealed class VerifierClient(HttpClient http, Uri url, string? key = null, VerifierOptions? options = null, TimeProvider? time = null)
{
    private const int MaxBodyBytes = 1024 * 1024;

    private readonly VerifierOptions _options = options ?? new VerifierOptions();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Uri _verify = new(url.AbsoluteUri.TrimEnd('/') + "/v1/verify");

    /// <summary>The port for one question.</summary>
    /// <param name="check">What is right, as the verifier takes it, without what was answered: see <see cref="AnswerCheck"/>.</param>
    public IChecker For(AnswerCheck check) => new QuestionChecker(this, check);

    /// <summary>A verifier that is full or away is asked again, a few times; what it says is then said.</summary>
    internal async Task<CheckResult> AskAsync(JsonObject check, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(_options.Timeout, _time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var (result, pause) = await TryAsync(check, enough.Token);
                if (pause is not { } wait || attempt == _options.Attempts) return result;
                await Task.Delay(wait < _options.LongestPause ? wait : _options.LongestPause, _time, enough.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unknown($"did not answer within {_options.Timeout.TotalSeconds:0.#} s");
        }
    }

    /// <returns>What came of it; with a pause, asking again may help.</returns>
    private async Task<(CheckResult Result, TimeSpan? Pause)> TryAsync(JsonObject check, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _verify) { Content = Body(check) };
            if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return await ReadAsync(response, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return (Unknown($"could not be asked: {failure.Message}"), _options.Pause);
        }
    }

    private async Task<(CheckResult Result, TimeSpan? Pause)> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await BoundedAsync(response, cancellation);
        if (response.IsSuccessStatusCode) return VerdictReader.Read(body) is { } result ? (result, null) : (Unknown("answered something that is no verdict"), null);
        var busy = response.StatusCode is HttpStatusCode.TooManyRequests || (int)response.StatusCode >= 500;
        var why = ErrorReader.FromBody(body, (int)response.StatusCode).Message;
        return (Unknown($"answered {(int)response.StatusCode}: {why}"), busy ? response.Headers.RetryAfter?.Delta ?? _options.Pause : null);
    }

    private static StringContent Body(JsonObject check) => new(check.ToJsonString(), Encoding.UTF8, "application/json");

    private static async Task<byte[]> BoundedAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var body = new byte[MaxBodyBytes];
        var read = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation);
        return body[..read];
    }

    private static CheckResult Unknown(string what) => new(CheckEnd.Unknown, $"the verifier {what}");
}

/// <summary>How long a verifier is asked.</summary>
public sealed record VerifierOptions
{
    /// <summary>For one check, its wait for a place and every further attempt included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests for one check, while the pool is full or away.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>Before the next attempt, unless the pool says when to come back; at most <see cref="LongestPause"/>.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(2);
}
