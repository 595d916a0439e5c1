using ReasonOps.Engines.Runtimes;
using ReasonOps.Engines.Trust;

namespace ReasonOps.Engines.Pool;

/// <summary>Engines that answer, and answer wrong: found by votes that lose more often than chance allows, and by greedy questions.</summary>
public sealed partial class EnginePool
{
    private readonly Canary _canary = new();

    /// <summary>What a vote says of the engines that drew its chains; see <see cref="VoteShares"/>.</summary>
    public void Witness(IReadOnlyDictionary<Engine, double> lost)
    {
        lock (_gate)
        {
            foreach (var (engine, share) in lost)
            {
                var others = _engines.Where(other => other != engine && other.State != EngineState.Suspect).ToList();
                var usual = (others.Sum(other => other.Votes.Requests), others.Sum(other => other.Votes.Lost));
                if (engine.Votes.Observe(share, usual)) Suspect(engine, "its votes lose more often than those of the others, by more than chance allows");
            }
        }
    }

    private async Task AskCanaryAsync(Engine engine, CancellationToken cancellation)
    {
        // A hosted API is paid for by the token, and is several engines behind one name.
        if (_places.Model is not { } model || engine.Runtime == EngineRuntime.OpenAi || engine.State != EngineState.Ready) return;
        var said = await Canary.AskAsync(engine, model, Options.CanaryTimeout, Time, cancellation);
        engine.CanaryAt = Time.GetUtcNow() + Options.CanaryEvery;
        lock (_gate)
        {
            if (said is not null && _canary.Heard(engine, said, _engines)) Suspect(engine, "it answers a greedy question otherwise than most of the others");
        }
    }

    private void Suspect(Engine engine, string reason)
    {
        if (engine.State == EngineState.Ready && engine.Enter(EngineState.Suspect, reason)) LogSuspect(engine.Name, reason, engine.ChainsInFlight);
    }
}
