using Microsoft.Extensions.Logging;
using ReasonOps.Engines.Asking;
using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi.Client;
using ReasonOps.Reasoning.Checks;

namespace ReasonOps.Engines.Checks;

/// <summary>A pool of verifiers over HTTP: <c>POST /v1/verify</c>.</summary>
/// <param name="http">Shared, not disposed; without a timeout below that of <paramref name="options"/>.</param>
/// <param name="url">Of the pool, without a path.</param>
/// <param name="key">The bearer token; never logged.</param>
public sealed class VerifierClient(HttpClient http, Uri url, string? key = null, VerifierOptions? options = null, TimeProvider? time = null, ILogger? log = null)
{
    private readonly ServiceCall _call = new("verifier", (options ?? new VerifierOptions()).Patience, time, log);
    private readonly EngineAddress _pool = new(new Uri(url.AbsoluteUri.TrimEnd('/') + "/v1"), key);

    /// <summary>The port for one question.</summary>
    /// <param name="check">What is right, as the verifier takes it, without what was answered: see <see cref="AnswerCheck"/>.</param>
    public IChecker For(AnswerCheck check) => new QuestionChecker(this, check);

    /// <summary>A verifier that is full or away is asked again, a few times; what it says is then said.</summary>
    internal async Task<CheckResult> AskAsync(string check, CancellationToken cancellation)
    {
        var (body, failure) = await _call.AskAsync(
            _ => _pool, async (pool, enough) => (await new OpenAiClient(http, pool.Url, pool.Key).PostAsync("/verify", check, enough)).ToArray(), cancellation);
        if (body is null) return new CheckResult(CheckEnd.Unknown, failure);
        return VerdictReader.Read(body) ?? new CheckResult(CheckEnd.Unknown, "the verifier answered something that is no verdict");
    }
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

    internal Patience Patience => new(Timeout, Attempts, Pause, LongestPause);
}
