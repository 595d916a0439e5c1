using System.Globalization;
using ReasonOps.Api.RolloutJobs;
using ReasonOps.Operator.RolloutJobs.Plan;

namespace ReasonOps.Operator.RolloutJobs.Status;

/// <summary>What workers told, as a status has it. Figures never go back: what was final stays final, whoever is silent just now.</summary>
internal static class Figures
{
    public static RolloutJobStatus Into(RolloutJobStatus status, RolloutPlan plan)
    {
        if (plan.Reports.Dataset is { } dataset) return Written(status, plan, dataset);
        if (plan.Reports.ByPartition.Count == 0) return status with { Eta = null, Tokens = status.Tokens is { } tokens ? tokens with { PerSecond = 0 } : null };
        var sum = plan.Reports.Sum;
        var (problems, rollouts) = (Problems(status.Problems ?? new(), sum), Rollouts(status.Rollouts ?? new(), sum));
        var draws = plan is { Stage: RolloutStage.Drawing, IsHeld: false };
        return status with
        {
            Problems = problems,
            Progress = Progress(problems),
            Rollouts = rollouts,
            Tokens = new()
            {
                Forward = Math.Max(status.Tokens?.Forward ?? 0, sum.Forward), Backward = Math.Max(status.Tokens?.Backward ?? 0, sum.Backward),
                PerSecond = draws ? Rounded(sum.TokensPerSecond) : 0,
            },
            PassAt1 = sum.PassAt.FirstOrDefault(pass => pass.K == 1) is { } first ? Share(first.Sum / first.Problems) : status.PassAt1,
            PassAtK = sum.PassAt is [.., { K: > 1 } last] ? new(last.K, Share(last.Sum / last.Problems)) : status.PassAtK,
            Eta = draws ? Eta(plan, problems, rollouts, sum.RolloutsPerSecond) : null,
        };
    }

    /// <summary>The manifest has counted everything.</summary>
    private static RolloutJobStatus Written(RolloutJobStatus status, RolloutPlan plan, DatasetReport told)
    {
        var problems = new ProblemsStatus
        {
            Total = Math.Max(told.Problems, status.Problems?.Total ?? 0), Done = told.Problems, Failed = told.Quarantined + (status.Problems is { } before ? plan.Reports.Sum.Invalid : 0),
        };
        return status with
        {
            Problems = problems,
            Progress = Progress(problems),
            Rollouts = new() { Generated = told.Rollouts, Verified = told.Right + told.Wrong, Kept = told.Kept },
            Tokens = new() { Forward = Math.Max(status.Tokens?.Forward ?? 0, told.Forward), Backward = told.KeptTokens, PerSecond = 0 },
            PassAt1 = told.PassAt.TryGetValue(1, out var first) ? Share(first) : null,
            PassAtK = told.PassAt.Where(pass => pass.Key > 1).OrderBy(pass => pass.Key).Select(pass => new PassAtKStatus(pass.Key, Share(pass.Value))).LastOrDefault(),
            Eta = null,
            Output = new() { Uri = plan.Spec.Output.Uri, Manifest = told.Manifest, Sha256 = told.Sha256, Lines = told.Lines.OrderBy(line => line.Key, StringComparer.Ordinal).ToDictionary() },
        };
    }

    private static ProblemsStatus Problems(ProblemsStatus before, RolloutReport sum)
    {
        var total = Math.Max(sum.All, sum.Problems);
        return new()
        {
            Total = total,
            Done = Math.Min(total, Math.Max(before.Done, sum.Settled)),
            Failed = Math.Min(total, Math.Max(before.Failed, sum.Quarantined + sum.Invalid)),
        };
    }

    private static RolloutsStatus Rollouts(RolloutsStatus before, RolloutReport sum) => new()
    {
        Generated = Math.Max(before.Generated, sum.Rollouts), Verified = Math.Max(before.Verified, sum.Right + sum.Wrong), Kept = Math.Max(before.Kept, sum.Kept),
    };

    private static string Progress(ProblemsStatus problems) => Text($"{problems.Done}/{problems.Total}");

    /// <summary>By the rollouts that a problem took so far.</summary>
    private static string? Eta(RolloutPlan plan, ProblemsStatus problems, RolloutsStatus rollouts, double perSecond)
    {
        if (perSecond <= 0 || problems.Total == 0) return null;
        var each = problems.Done > 0 ? (double)rollouts.Generated / problems.Done : plan.Spec.Search!.RolloutsPerProblem!.Value;
        return Short((problems.Total - problems.Done) * each / perSecond);
    }

    private static string Short(double seconds) => seconds switch
    {
        < 90 => Text($"{Math.Ceiling(seconds):0}s"),
        < 90 * 60 => Text($"{seconds / 60:0}m"),
        < 36 * 3600 => Text($"{seconds / 3600:0}h"),
        < 1e9 => Text($"{seconds / 86400:0}d"),
        _ => "years",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Three digits: a status that is the same but for noise is not written anew.</summary>
    private static long Rounded(double rate)
    {
        if (rate < 1000) return (long)Math.Round(rate);
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rate)) - 2);
        return (long)(Math.Round(rate / unit) * unit);
    }

    private static double Share(double value) => Math.Round(value, 3);
}
