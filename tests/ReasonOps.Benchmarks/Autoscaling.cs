using System.Globalization;
using System.IO.Compression;
using ReasonOps.Capacity.Simulation;
using ReasonOps.Capacity.Simulation.Loads;
using ReasonOps.Capacity.Simulation.Policies;
using ReasonOps.Capacity.Simulation.Results;

namespace ReasonOps.Benchmarks;

/// <summary>
/// Our law against peers' laws, each tuned by its target on the very load, and against a search that knows the future; our attainment is that of the
/// default. And how long a day of fifty requests a second takes to simulate.
/// </summary>
internal static class Autoscaling
{
    private const int Seed = 1;
    private const int OtherSeed = 7;

    public static async Task<IReadOnlyList<Row>> RunAsync() => await Task.Run(() => (IReadOnlyList<Row>)
    [
        .. Rows("azure", Scenarios.AzureConversation(Trace)),
        .. Rows("azure-reasoning", Scenarios.AzureReasoning(Trace)),
        .. Scenarios.Names.SelectMany(name => Rows(name, Scenarios.Of(name))),
        Day(),
    ]);

    private static IEnumerable<Row> Rows(string load, Scenario scenario)
    {
        var (plain, other) = (Simulator.Run(scenario, new ReasonOpsPolicy(scenario), Seed), Simulator.Run(scenario, new ReasonOpsPolicy(scenario), OtherSeed));
        var ours = Contest.Run("reasonops", scenario, Seed);
        var peers = Contest.Policies.Except(["reasonops", "oracle"]).Select(policy => Contest.Run(policy, scenario, Seed)).ToList();
        var oracle = Contest.Run("oracle", scenario, Seed);
        var reach = peers.Where(peer => peer.Attainment >= Contest.Goal).ToList();
        var best = reach.Count > 0 ? reach.MinBy(peer => peer.GpuHours)! : peers.MaxBy(peer => peer.Attainment)!;
        var all = string.Join("; ", peers.Select(Text));
        yield return new($"autoscale.{load}.attainment", plain.Attainment, "share", "0.99, and the peers", $"as it is by default {Text(plain)}; seed {OtherSeed}: {Text(other)}; {all}");
        yield return new($"autoscale.{load}.gpu_hours_vs_best_peer", ours.GpuHours / best.GpuHours, "ratio", best.Policy,
            $"tuned alike {Text(ours)}; {(reach.Count > 0 ? "the cheapest peer that reaches 99 %" : "no peer reaches 99 %; the one that comes nearest")}: {Text(best)}");
        yield return new($"autoscale.{load}.gpu_hours_vs_oracle", ours.GpuHours / oracle.GpuHours, "ratio", "a search that knows the future", $"tuned alike {Text(ours)}; {Text(oracle)}");
    }

    private static Row Day()
    {
        var scenario = Scenarios.Of("diurnal") with
        {
            MaxReplicas = 64, FirstReplicas = 8, Load = seed => Generated.Diurnal(seed, 50 / 0.55, promptMedian: 300, tokensMedian: 150, most: 1024),
        };
        var start = Environment.CpuUsage.TotalTime;
        var outcome = Simulator.Run(scenario, new ReasonOpsPolicy(scenario), Seed);
        var seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
        return new("autoscale.simulator.day_seconds", seconds, "s of processor time", "30, what is asked for", $"{outcome.Requests:N0} requests, our law, {outcome.MostReplicas} replicas at most");
    }

    private static string Text(Outcome outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"{outcome.Policy} {100 * outcome.Attainment:0.00} % for {outcome.GpuHours:0.0} GPU-hours");

    private static StreamReader Trace() =>
        new(new GZipStream(File.OpenRead(Path.Combine("config", "traces", "azure_llm_trace_conv_2023.csv.gz")), CompressionMode.Decompress));
}
