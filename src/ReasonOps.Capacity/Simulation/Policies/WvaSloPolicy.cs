namespace ReasonOps.Capacity.Simulation.Policies;

/// <summary>
/// llm-d's Workload Variant Autoscaler (0.4), model-based optimizer: the arrival rate over the largest rate at which one replica keeps the promised latencies. That
/// rate is Little's law on the largest batch that keeps the time between tokens and fits the cache, times <paramref name="load"/> of it so that the first token is in time
/// (llm-d solves a queue of that shape). Lengths and rate are means over five minutes and one minute. Its figure goes through an HPA.
/// </summary>
public sealed class WvaSloPolicy(double load) : IPolicy
{
    private const double LengthSeconds = 300;
    private const double RateSeconds = 60;

    private readonly Stabilized _stabilized = new();
    private readonly Queue<(double At, (long Requests, long Prompts) Arrived, (long Chains, long Tokens) Ended)> _seen = new();

    public string Name => FormattableString.Invariant($"llm-d slo {load:0.##}");

    public double Interval => 30;

    public PolicyDecision Decide(Sight sight)
    {
        _seen.Enqueue((sight.Now, sight.Arrived, sight.Ended));
        while (_seen.Peek().At < sight.Now - LengthSeconds) _seen.Dequeue();
        var (old, minute) = (_seen.Peek(), _seen.First(each => each.At >= sight.Now - RateSeconds));
        var (requests, chains) = (sight.Arrived.Requests - old.Arrived.Requests, sight.Ended.Chains - old.Ended.Chains);
        if (requests == 0 || chains == 0 || sight.Now <= minute.At) return new(sight.Wanted);
        var rate = (sight.Arrived.Requests - minute.Arrived.Requests) / (sight.Now - minute.At);
        var most = MostPerSecond(sight.Scenario, (double)(sight.Arrived.PromptTokens - old.Arrived.Prompts) / requests,
            (double)(sight.Ended.Tokens - old.Ended.Tokens) / chains, Math.Max(1, (double)chains / requests));
        return new(_stabilized.Of(sight.Now, sight.Wanted, (int)Math.Ceiling(rate / (most * load))));
    }

    /// <summary>Requests a second that one replica serves as promised.</summary>
    internal static double MostPerSecond(Scenario scenario, double prompt, double tokens, double votes)
    {
        var request = prompt + votes * tokens / 2;
        var (batch, best) = (1, 0.0);
        for (; batch * request <= scenario.CapacityTokens && batch * votes <= scenario.MaxChains; batch = Math.Max(batch + 1, batch * 21 / 20))
        {
            var step = scenario.Replica.StepSeconds((int)(batch * votes), batch * request);
            var read = prompt * scenario.Replica.StepSeconds(0, 0, scenario.Chunk) / scenario.Chunk;
            // While prompts of others are read, a chain's step is as long as a chunk.
            var service = tokens * step + read;
            var between = (step * tokens + read * batch) / tokens;
            if (between > 1 / scenario.Slo.TokensPerSecond) break;
            best = Math.Max(best, batch / (service + read * batch));
        }
        return Math.Max(best, 1e-3);
    }
}
