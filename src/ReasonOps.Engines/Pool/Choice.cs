namespace ReasonOps.Engines.Pool;

/// <summary>Which of the engines that are open gets a question.</summary>
internal static class Choice
{
    /// <summary>How far above the mean a conversation's engine may be loaded and still be kept to (bounded loads, arXiv:1608.01350).</summary>
    private const double Bound = 1.25;

    /// <summary>
    /// The one with the least predicted KV load, ties in turn. A conversation that goes on keeps to the engine that has its earlier turns in the cache, by
    /// rendezvous hashing, so that engines that come and go move few; to the next in its order where that one is loaded beyond the bound.
    /// </summary>
    /// <param name="open">At least one.</param>
    public static Engine Of(IReadOnlyList<Engine> open, ulong? conversation, int turn)
    {
        if (conversation is not { } key) return LeastLoaded(open, turn);
        var bound = Bound * open.Average(engine => (double)engine.TokensInFlight);
        return open.OrderByDescending(engine => Rank(key, engine)).FirstOrDefault(engine => engine.TokensInFlight <= bound) ?? LeastLoaded(open, turn);
    }

    private static Engine LeastLoaded(IReadOnlyList<Engine> open, int turn)
    {
        // Looked at once: it changes meanwhile.
        var loads = open.Select(engine => (Engine: engine, Tokens: engine.TokensInFlight)).ToList();
        var least = loads.Min(load => load.Tokens);
        var best = loads.Where(load => load.Tokens == least).ToList();
        return best[turn % best.Count].Engine;
    }

    private static ulong Rank(ulong key, Engine engine) => Conversation.Hash(key, engine.Name);
}
