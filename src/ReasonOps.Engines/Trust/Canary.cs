using ReasonOps.Engines.Pool;
using ReasonOps.OpenAi.Chat;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Engines.Trust;

/// <summary>
/// A short question that every engine of a pool is asked greedily now and then: the same weights say the same. One that says something else than
/// most of the others several times in a row is not to be trusted. Fewer than three engines have no majority, and nothing is concluded.
/// </summary>
internal sealed class Canary
{
    /// <summary>Greedy answers may differ by rounding in another batch, once; hardly so often.</summary>
    public const int Strikes = 3;

    private const int Tokens = 16;
    private const string Question = "12+3*4=";

    private readonly Dictionary<Engine, string> _said = [];
    private readonly Dictionary<Engine, int> _strikes = [];

    /// <returns>What it says; null where it could not be asked, which its health tells about.</returns>
    public static async Task<string?> AskAsync(Engine engine, string model, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        var request = new ChatRequest
        {
            Model = engine.Address.Model ?? model, Messages = [new ChatMessage { Role = "user", Content = Question }],
            Temperature = 0, Seed = 0, MaxTokens = Tokens,
        };
        try
        {
            var answer = await engine.Client.ChatAsync(request, either.Token);
            return answer.Choices is [{ Message: { } said }, ..] ? $"{said.Reasoning}\n{said.Content}" : null;
        }
        catch (Exception failure) when (failure is ApiException or HttpRequestException or IOException or InvalidDataException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Takes what an engine said now.</summary>
    /// <param name="listed">The engines there are; what others said is forgotten.</param>
    /// <returns>True when it has differed from the majority too often.</returns>
    public bool Heard(Engine engine, string said, IReadOnlyCollection<Engine> listed)
    {
        foreach (var gone in _said.Keys.Except(listed).ToList()) (_, _) = (_said.Remove(gone), _strikes.Remove(gone));
        _said[engine] = said;
        var most = _said.Values.GroupBy(text => text, StringComparer.Ordinal).MaxBy(group => group.Count())!;
        if (_said.Count < 3 || most.Count() * 2 <= _said.Count) return false;
        _strikes[engine] = most.Key == said ? 0 : _strikes.GetValueOrDefault(engine) + 1;
        return _strikes[engine] >= Strikes;
    }
}
