using System.Globalization;

namespace ReasonOps.Benchmarks.Rollouts;

/// <summary>
/// The demo's rollouts, from the worker over HTTP to an engine of its own and on to the verifier and the disk, beside what such an engine does by itself when it is given the
/// same chains (prompts, seeds, lengths) with nothing around it: one after the other in the same run. And what shared prefixes save: tokens that the engine drew or computed of prompts, by its own counters, for as many finished chains.
/// </summary>
internal static class RolloutRows
{
    private const int Problems = 200;
    private const int Rounds = 5;

    public static async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var service = await RolloutService.StartAsync(Problems);
        var (limit, independent, branching) = (new List<Load>(), new List<Load>(), new List<Load>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (itself, alone, shared) = (await service.LimitAsync(), await service.RolloutsAsync("Independent"), await service.RolloutsAsync("Branching"));
            if (round == 0) continue; // warm-up
            limit.Add(itself);
            independent.Add(alone);
            branching.Add(shared);
        }
        var used = Median(independent.Zip(limit, (ours, engine) => ours.TokensPerSecond / engine.TokensPerSecond));
        var saved = 1 - (Median(branching.Select(load => load.Engine)) / Median(independent.Select(load => load.Engine)));
        return
        [
            new("rollouts.engine_utilisation", used, "share", "the same chains given to the engine itself", Text(
                $"0.9 is asked for; medians of {Rounds}: {Rate(independent):0} against {Rate(limit):0} tokens/s; {Problems} problems x 16 over HTTP, verified, on disk, the engine on one core; from shared prefixes {Rate(branching):0} tokens/s")),
            new("rollouts.trajectories_per_s", Median(branching.Select(load => load.Chains / load.Seconds)), "1/s", "independent chains", Text(
                $"verified and on disk, from shared prefixes; independent {Median(independent.Select(load => load.Chains / load.Seconds)):0.0}")),
            new("rollouts.tree_tokens_saved", saved, "share", "independent chains", Text(
                $"0.3 is asked for; drawn or computed of prompts, for {branching[0].Chains:0} chains each: {Median(branching.Select(load => load.Engine)):0} against {Median(independent.Select(load => load.Engine)):0}")),
            new("rollouts.tree_time_ratio", Median(branching.Zip(independent, (tree, alone) => tree.Seconds / alone.Seconds)), "ratio", "independent chains", "of as many chains; below 1 is faster"),
        ];
    }

    private static double Rate(List<Load> loads) => Median(loads.Select(load => load.TokensPerSecond));

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Drawn">Tokens of the chains, as the client counts them.</param>
/// <param name="Engine">Tokens that the engine drew or computed of prompts, as it counts them.</param>
internal sealed record Load(double Chains, double Drawn, double Engine, double Seconds)
{
    public double TokensPerSecond => Drawn / Seconds;
}
