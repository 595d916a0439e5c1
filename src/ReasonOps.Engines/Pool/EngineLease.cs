namespace ReasonOps.Engines.Pool;

/// <summary>
/// A request's share of an engine's load: the KV tokens that its chains are predicted to come to. Of a chain that may come to B tokens and has come to t, all
/// that is known is that it ends between them, so (t + B) / 2 is predicted. Disposing gives back what has not been.
/// </summary>
public sealed class EngineLease : IDisposable
{
    private readonly long _budget;
    private int _chains;
    private long _drawn;
    private long _carried;

    internal EngineLease(Engine engine, int chains, long budget)
    {
        Engine = engine;
        _budget = budget;
        _chains = chains;
        engine.Carry(chains, _carried = Predicted);
    }

    public Engine Engine { get; }

    private long Predicted => _chains == 0 ? 0 : (Math.Min(_drawn, _chains * _budget) + (_chains * _budget)) / 2;

    /// <summary>So many more tokens have come, of all chains together; so many chains still run, and those that ended free what they held.</summary>
    public void Advance(long tokens, int running)
    {
        if (tokens > 0) Engine.Heard();
        var ended = Math.Max(0, _chains - running);
        _drawn += Math.Max(0, tokens);
        if (ended > 0) _drawn = _drawn / _chains * (_chains - ended);
        _chains -= ended;
        Engine.Carry(-ended, Predicted - _carried);
        _carried = Predicted;
    }

    public void Dispose() => Advance(0, 0);
}
