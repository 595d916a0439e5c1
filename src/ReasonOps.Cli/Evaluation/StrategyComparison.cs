using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Evaluation;

/// <summary>
/// The same problems under every strategy, at the tokens that plain MajorityVote spends: each strategy's votes are first tuned on some of
/// the problems, with other seeds than they are measured with.
/// </summary>
internal sealed class StrategyComparison(string endpoint, GatewaySnapshot snapshot, IReadOnlyList<(string Name, string Key)> keys, int parallel)
{
    private const string Baseline = "MajorityVote";
    private const int TunedOn = 40;
    private const int Tunings = 2;
    private const long OtherSeeds = 1_000_000_000;

    /// <summary>A vote more is taken where it spends so little more than the baseline: with few votes the next fewer spends far less.</summary>
    private const double Tolerance = 1.03;

    /// <exception cref="WrongInputException">No tenant may have MajorityVote.</exception>
    public async Task<IReadOnlyList<StrategyRow>> RunAsync(
        IReadOnlyList<Problem> problems, Func<string, int, Action> begin, CancellationToken cancellation)
    {
        var all = Strategies();
        var plain = all.FirstOrDefault(each => each.Strategy == Baseline)
            ?? throw new WrongInputException($"--strategies: no tenant may have {Baseline}, which the others are compared with; add it to a tenant's strategies");
        var baseline = await MeasureAsync(plain, plain.Tenant.Votes.Default, problems, begin, cancellation);
        var rows = new List<StrategyRow> { baseline };
        // Of all kinds: files of problems are often sorted.
        Problem[] some = [.. problems.Where((_, i) => i % Math.Max(1, problems.Count / TunedOn) == 0).Take(TunedOn)];
        var spent = Spent(await AskAsync(plain, baseline.Votes, some, OtherSeeds, begin, cancellation));
        foreach (var each in all.Where(each => each != plain))
        {
            var votes = await TuneAsync(each, spent, some, begin, cancellation);
            var row = await MeasureAsync(each, votes, problems, begin, cancellation);
            rows.Add(row with { Gain = row.Accuracy - baseline.Accuracy });
        }
        return rows;
    }

    private EvaluatedStrategy[] Strategies()
    {
        var byName = keys.ToDictionary(each => each.Name, each => each.Key);
        return [.. snapshot.Tenants.SelectMany(tenant => tenant.Strategies.Select(kind => new EvaluatedStrategy(tenant, byName[tenant.Name], kind)))];
    }

    /// <summary>Votes that spend about what the baseline does on the same problems, and rather less than more.</summary>
    private async Task<int> TuneAsync(
        EvaluatedStrategy each, double baseline, IReadOnlyList<Problem> some, Func<string, int, Action> begin, CancellationToken cancellation)
    {
        var votes = Math.Min(each.MostVotes, each.Tenant.Votes.Default);
        for (var tuning = 0; tuning < Tunings && each.MostVotes > 1; tuning++)
        {
            var spent = Spent(await AskAsync(each, votes, some, OtherSeeds, begin, cancellation));
            if (spent <= 0) break;
            var wanted = Math.Clamp((int)(votes * baseline * Tolerance / spent), 1, each.MostVotes);
            if (wanted == votes) break;
            votes = wanted;
        }
        return votes;
    }

    private async Task<StrategyRow> MeasureAsync(
        EvaluatedStrategy each, int votes, IReadOnlyList<Problem> problems, Func<string, int, Action> begin, CancellationToken cancellation)
    {
        var answers = await AskAsync(each, votes, problems, 0, begin, cancellation);
        var latencies = answers.Select(answer => answer.Latency.TotalMilliseconds).Order().ToArray();
        return new StrategyRow(
            each.Tenant.Name, each.Strategy, each.By, votes, answers.Count, answers.Average(answer => answer.IsRight ? 1.0 : 0), 0,
            Spent(answers), latencies[latencies.Length / 2], answers.Count(answer => answer.Failure is not null),
            answers.Select(answer => answer.Failure).OfType<string>().FirstOrDefault(), Note(each, answers));
    }

    private async Task<IReadOnlyList<Answered>> AskAsync(
        EvaluatedStrategy each, int votes, IReadOnlyList<Problem> problems, long seeds, Func<string, int, Action> begin, CancellationToken cancellation)
    {
        using var evaluator = new Evaluator(endpoint, each.Key, snapshot.Model, parallel) { Asking = problem => each.Asking(problem, votes), FirstSeed = seeds };
        return await evaluator.AskAsync(problems, begin($"{each.Strategy} {each.By}".TrimEnd(), problems.Count), cancellation);
    }

    private static double Spent(IReadOnlyList<Answered> answers) => answers.Average(answer => answer.Report?.Tokens?.Spent ?? 0);

    private static string? Note(EvaluatedStrategy each, IReadOnlyList<Answered> answers)
    {
        var told = answers.Where(answer => answer.Report?.Notes is not null).ToArray();
        var notes = new[] { each.Note, told.Length == 0 ? null : $"{told.Length} answers: {told[0].Report!.Notes![0]}" };
        return notes.OfType<string>().ToArray() is { Length: > 0 } said ? string.Join("; ", said) : null;
    }
}
