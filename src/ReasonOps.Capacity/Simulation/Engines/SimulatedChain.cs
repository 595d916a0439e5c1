namespace ReasonOps.Capacity.Simulation.Engines;

/// <summary>A chain on its way through a simulated engine.</summary>
internal sealed class SimulatedChain(SimulatedRequest request, int length)
{
    public SimulatedRequest Request => request;

    /// <summary>Tokens that it will come to.</summary>
    public int Length => length;

    /// <summary>Tokens from before its last preemption.</summary>
    public double Before;

    /// <summary>Its engine's progress when it began to decode there.</summary>
    public double From;

    public bool Decodes;

    /// <summary>How often it began to decode.</summary>
    public int Stay;

    /// <summary>When its first token came; negative: not yet.</summary>
    public double FirstAt = -1;

    /// <summary>What it shares its prompt with.</summary>
    public SharedPrefix? Prefix;
}

/// <summary>A prompt in an engine's KV cache, held while any chain on it lives.</summary>
internal sealed class SharedPrefix(int tokens, int holders)
{
    public int Tokens => tokens;

    public int Holders = holders;
}
