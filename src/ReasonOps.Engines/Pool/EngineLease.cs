namespace ReasonOps.Engines.Pool;

/// <summary>A request's share of an engine's load; disposing gives back what has not been.</summary>
public sealed class EngineLease : IDisposable
{
    private readonly long _tokensEach;
    private int _chains;

    internal EngineLease(Engine engine, int chains, long tokensEach)
    {
        Engine = engine;
        _tokensEach = tokensEach;
        _chains = chains;
        engine.Carry(chains, chains * tokensEach);
    }

    public Engine Engine { get; }

    /// <summary>Keeps the share of the chains that still run.</summary>
    public void Shrink(int chains)
    {
        var ended = _chains - chains;
        if (ended <= 0) return;
        _chains = chains;
        Engine.Carry(-ended, -ended * _tokensEach);
    }

    public void Dispose() => Shrink(0);
}
