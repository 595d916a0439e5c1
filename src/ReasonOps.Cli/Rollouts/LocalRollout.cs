using System.Text.Json.Nodes;
using ReasonOps.Api.Kinds;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Snapshots;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Rollouts.Datasets;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;

namespace ReasonOps.Cli.Rollouts;

/// <summary>A job on this machine: draws what is missing, then writes the dataset.</summary>
/// <param name="job">Valid and defaulted.</param>
/// <param name="snapshot">Of the service it draws from.</param>
/// <param name="folder">Of the dataset.</param>
/// <param name="told">Where people read.</param>
internal sealed class LocalRollout(RolloutJob job, GatewaySnapshot snapshot, string folder, TextWriter told)
{
    /// <summary>KV tokens of engines that do not say what they hold.</summary>
    private const long UsualTokens = 262_144;

    /// <summary>Share of the cache that is kept in use: beyond it chains are put off.</summary>
    private const double Occupancy = 0.9;

    private readonly RolloutJobSpec _spec = job.Spec;

    public async Task<Manifest> RunAsync(CancellationToken cancellation)
    {
        await using var ports = new RolloutPorts(snapshot, _spec.Search!.Temperature!.Value, _spec.Verify is not null);
        await ports.WaitAsync(cancellation);
        var plan = new RolloutPlan(job, ports.Steps);
        var settings = plan.Settings(
            AnswerFormat.Create(snapshot.AnswerFormat.Kind, snapshot.AnswerFormat.Pattern), (snapshot.Scoring?.Outcome is not null, snapshot.Scoring?.Process is not null));
        await using (var journal = await Journal.OpenAsync(folder, worker: 0, workers: 1, cancellation))
            await DrawAsync(plan, settings, ports, journal, cancellation);
        told.WriteLine("writing the dataset");
        return await DatasetWriter.WriteAsync(folder, plan.Formats(), plan.Prune, Manifest(), cancellation);
    }

    private async Task DrawAsync(RolloutPlan plan, RolloutSettings settings, RolloutPorts ports, Journal journal, CancellationToken cancellation)
    {
        var reader = new ProblemReader(plan.Fields, _spec.Problems.Template, bad => told.WriteLine($"{_spec.Problems.Uri}:{bad.Number}: {bad.Mistake} (left out)"));
        using var http = new HttpClient();
        var wanted = await CountAsync(http, cancellation) * settings.Allocation.Most;
        Resumed(journal.Recovery, wanted);
        var progress = new RolloutProgress(wanted, journal.Recovery.Rollouts, plan.Prune);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var shown = progress.ShowAsync(over.Token);
        try
        {
            await using var problems = await ProblemSource.OpenAsync(_spec.Problems.Uri, http, cancellation);
            var room = Room(settings);
            ports.Full += room.Crowd;
            await new RolloutWorker(settings, ports.RunnerFor, journal, room, progress, TimeProvider.System)
                .RunAsync(reader.ReadAsync(problems, Partition.Whole, cancellation), problem => [problem.Prompt], cancellation);
        }
        finally
        {
            await over.CancelAsync();
            await shown;
        }
    }

    private KeyValueRoom Room(RolloutSettings settings)
    {
        var tokens = (snapshot.Engines.KeyValueTokens ?? UsualTokens) * Math.Max(1, snapshot.Engines.Fixed.Count);
        return new(tokens * Occupancy, settings.Budget.ReasoningTokens + settings.Budget.AnswerTokens);
    }

    private async Task<long> CountAsync(HttpClient http, CancellationToken cancellation)
    {
        await using var problems = await ProblemSource.OpenAsync(_spec.Problems.Uri, http, cancellation);
        return await ProblemReader.CountAsync(problems, cancellation);
    }

    private void Resumed(JournalRecovery recovery, long wanted)
    {
        if (recovery.Rollouts == 0 && recovery.Torn + recovery.Damaged == 0) return;
        var cut = recovery.Torn > 0 ? ", a torn line cut" : "";
        var damaged = recovery.Damaged > 0 ? FormattableString.Invariant($", {recovery.Damaged:N0} damaged ones drawn again") : "";
        told.WriteLine(FormattableString.Invariant($"resumed: {recovery.Rollouts:N0} of {wanted:N0} rollouts are final{cut}{damaged}"));
    }

    private Manifest Manifest() => new()
    {
        Job = job.Metadata.Name,
        Model = snapshot.Model,
        Version = typeof(LocalRollout).Assembly.GetName().Version?.ToString(3) ?? "0",
        Seed = _spec.Seed!.Value,
        Spec = JsonNode.Parse(KindJson.Write(job))!["spec"]!.AsObject(),
        Counts = new(),
        Shards = new Dictionary<string, IReadOnlyList<Shard>>(),
    };
}
