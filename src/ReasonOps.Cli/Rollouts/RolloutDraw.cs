using ReasonOps.Api.RolloutJobs;
using ReasonOps.Api.Snapshots;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Rollouts.Journals;
using ReasonOps.Rollouts.Problems;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Variants;

namespace ReasonOps.Cli.Rollouts;

/// <summary>Draws what one partition of a job lacks. One machine and a worker of a cluster are the same here.</summary>
/// <param name="job">Valid and defaulted.</param>
/// <param name="snapshot">Of the service it draws from.</param>
/// <param name="places">Where its problems and its journal are.</param>
/// <param name="part">Of the problems; its index is the journal's too.</param>
/// <param name="told">Where people read.</param>
internal sealed class RolloutDraw(RolloutJob job, GatewaySnapshot snapshot, RolloutPlaces places, Partition part, TextWriter told)
{
    /// <summary>KV tokens of engines that do not say what they hold.</summary>
    private const long UsualTokens = 262_144;

    /// <summary>Share of the cache that is kept in use: beyond it chains are put off.</summary>
    private const double Occupancy = 0.9;

    private readonly RolloutJobSpec _spec = job.Spec;

    /// <summary>Problems that were set aside are tried again.</summary>
    public bool RetryQuarantined { get; init; }

    public RolloutWatch Watch { get; } = new(TimeProvider.System);

    /// <summary>Returns when nothing is missing.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var http = RolloutPlaces.Http();
        using var store = await places.OpenDatasetAsync(cancellation);
        (Watch.All, Watch.Problems) = await CountAsync(http, cancellation);
        await using var ports = new RolloutPorts(snapshot, _spec.Search!.Temperature!.Value, _spec.Verify, logprobs: _spec.Output.Logprobs ?? false);
        var plan = new RolloutPlan(job, ports.Steps);
        var settings = plan.Settings(
            AnswerFormat.Create(snapshot.AnswerFormat.Kind, snapshot.AnswerFormat.Pattern), (snapshot.Scoring?.Outcome is not null, snapshot.Scoring?.Process is not null));
        await using var journal = await Journal.OpenAsync(store, part.Index, part.Parts, cancellation, RetryQuarantined);
        await RolloutOrigin.HoldAsync(store, job, part, cancellation);
        Watch.Begin(journal, settings.Allocation.Most);
        Resumed(journal.Recovery, Watch.Wanted);
        if (Watch.Figures.Settled < Watch.Problems) await ports.WaitAsync(cancellation);
        await DrawAsync(plan, settings, ports, journal, http, cancellation);
    }

    private async Task DrawAsync(RolloutPlan plan, RolloutSettings settings, RolloutPorts ports, Journal journal, HttpClient http, CancellationToken cancellation)
    {
        var reader = new ProblemReader(plan.Fields, _spec.Problems.Template, bad =>
        {
            Watch.Invalid();
            told.WriteLine($"{_spec.Problems.Uri}:{bad.Number}: {bad.Mistake} (left out)");
        });
        await using var problems = await places.OpenProblemsAsync(http, cancellation);
        var versions = new VersionMaker(settings, _spec.Problems.Variants!.Value, _spec.Problems.Template, _spec.Problems.Paraphrase, ports.RunnerFor,
            (problem, why) => told.WriteLine($"{_spec.Problems.Uri}:{problem.Number}: {why}"));
        var room = Room(settings, ports);
        ports.Full += room.Crowd;
        await new RolloutWorker(settings, ports.RunnerFor, journal, room, Watch, TimeProvider.System)
            .RunAsync(reader.ReadAsync(problems, part, cancellation), versions, cancellation);
    }

    /// <summary>A worker's share of all engines, as many as there are by then, is as large as its share of the problems that are drawn at once.</summary>
    private KeyValueRoom Room(RolloutSettings settings, RolloutPorts ports)
    {
        var each = (snapshot.Engines.KeyValueTokens ?? UsualTokens) * Occupancy / Math.Clamp(_spec.Parallelism ?? 1, 1, part.Parts);
        return new(() => each * Math.Max(1, ports.Engines), settings.Budget.ReasoningTokens + settings.Budget.AnswerTokens);
    }

    private async Task<(long All, long Own)> CountAsync(HttpClient http, CancellationToken cancellation)
    {
        await using var problems = await places.OpenProblemsAsync(http, cancellation);
        return await ProblemReader.CountAsync(problems, part, cancellation);
    }

    private void Resumed(JournalRecovery recovery, long wanted)
    {
        if (recovery.Rollouts == 0 && recovery.Torn + recovery.Damaged == 0) return;
        var cut = recovery.Torn > 0 ? ", a torn line cut" : "";
        var damaged = recovery.Damaged > 0 ? FormattableString.Invariant($", {recovery.Damaged:N0} damaged ones drawn again") : "";
        told.WriteLine(FormattableString.Invariant($"resumed: {recovery.Rollouts:N0} of {wanted:N0} rollouts are final{cut}{damaged}"));
    }
}
