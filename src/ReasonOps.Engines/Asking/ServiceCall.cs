using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi.Client;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Engines.Asking;

/// <summary>How long a service is asked for one thing, and how often.</summary>
/// <param name="Timeout">Of all attempts together.</param>
/// <param name="Pause">Before the next attempt, unless the service says when to come back; at most <paramref name="LongestPause"/>.</param>
internal sealed record Patience(TimeSpan Timeout, int Attempts, TimeSpan Pause, TimeSpan LongestPause);

/// <summary>
/// Asks what stands beside the engines (scorer, verifier, judge), and again where that may help. What went wrong is told to the log with the address,
/// and to the caller without: notes reach tenants, whose business addresses are not.
/// </summary>
internal sealed partial class ServiceCall(string service, Patience patience, TimeProvider? time, ILogger? log)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ILogger _log = log ?? NullLogger.Instance;

    /// <param name="replica">Whom to ask, by attempt, from 0.</param>
    /// <param name="ask">Throws what <see cref="OpenAiClient"/> throws.</param>
    /// <returns>The answer, or why there is none.</returns>
    public async Task<(T? Answer, string? Failure)> AskAsync<T>(
        Func<int, EngineAddress> replica, Func<EngineAddress, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(patience.Timeout, _time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        for (var attempt = 0; ; attempt++)
        {
            var asked = replica(attempt);
            try
            {
                return (await ask(asked, enough.Token), null);
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested && IsFailure(failure))
            {
                var isLate = late.IsCancellationRequested;
                if (isLate || attempt + 1 >= patience.Attempts || !CanPass(failure)) return (default, Told(asked, failure, isLate));
                await PauseAsync(failure, enough.Token);
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The handler's connect timeout is an <see cref="OperationCanceledException"/>, and so is our own.</summary>
    private static bool IsFailure(Exception failure) => failure is ApiException or HttpRequestException or IOException or OperationCanceledException;

    /// <summary>Busy or lost; what it says of the request itself, it or any other would say again.</summary>
    private static bool CanPass(Exception failure) => failure switch
    {
        ApiException refusal => refusal.Status is 429 or >= 500,
        MalformedResponseException => false,
        _ => true,
    };

    private string Told(EngineAddress asked, Exception failure, bool isLate)
    {
        LogFailed(service, asked.ToString(), isLate ? "no answer in time" : failure.Message);
        return $"the {service} " + (isLate ? $"did not answer within {patience.Timeout.TotalSeconds:0.#} s" : failure switch
        {
            ApiException { Status: < 500 } refusal => $"answered {refusal.Status}: {refusal.Message}",
            ApiException broken => $"answered {broken.Status}",
            MalformedResponseException => "could not be asked: its answer makes no sense",
            _ => "could not be asked: there was no connection",
        });
    }

    /// <summary>Given up when the time is up, which the next attempt finds out.</summary>
    private async Task PauseAsync(Exception failure, CancellationToken enough)
    {
        var wanted = (failure as ApiException)?.RetryAfter ?? patience.Pause;
        await Task.Delay(wanted < patience.LongestPause ? wanted : patience.LongestPause, _time, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(1, LogLevel.Warning, "The {Service} at {Address} gave no answer: {Reason}")]
    private partial void LogFailed(string service, string address, string reason);
}
