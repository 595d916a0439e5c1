using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using ReasonOps.Inference.Scheduling;
using ReasonOps.OpenAi.Errors;

namespace ReasonOps.Inference.Serving;

/// <summary>What chats and plain completions have in common: handing a request to the engine and reading it to its end.</summary>
internal static class Submissions
{
    public static Generation Submit(Engine engine, GenerationRequest request)
    {
        try
        {
            return engine.Submit(request);
        }
        catch (Exception e) when (e is EngineBusyException or EngineStoppedException)
        {
            throw ApiException.Unavailable(e.Message, TimeSpan.FromSeconds(1), e);
        }
    }

    /// <summary>The steps of a generation; frees its chains when the reader leaves early.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<ChainToken>> Steps(
        Generation generation, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            while (await Available(generation, cancellation))
            {
                while (generation.Steps.TryRead(out var tokens)) yield return tokens;
            }
        }
        finally
        {
            generation.Cancel();
        }
    }

    public static long FreshSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);

    private static async ValueTask<bool> Available(Generation generation, CancellationToken cancellation)
    {
        try
        {
            return await generation.Steps.WaitToReadAsync(cancellation);
        }
        catch (EngineStoppedException e)
        {
            throw ApiException.Unavailable($"{e.Message}; the answer had not ended", TimeSpan.FromSeconds(1), e);
        }
    }
}
