using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;

namespace ReasonOps.Cli.Rollouts;

/// <summary>The model that decides, where a job names one.</summary>
internal sealed class LocalJudge(RolloutManifest manifest, LocalService? service) : IAsyncDisposable
{
    /// <summary>Starts the service that judges, where it is not the policy's own.</summary>
    public static async Task<LocalJudge> StartAsync(RolloutManifest manifest, SecretValues values, LocalOptions options, StartText progress, CancellationToken cancellation)
    {
        if (manifest.Judge is not { } judge) return new(manifest, null);
        values.Complete(judge, []);
        return new(manifest, await LocalService.StartAsync(judge, values, options, snapshot => snapshot, progress, cancellation));
    }

    /// <summary>What the job draws from, with its judge.</summary>
    /// <param name="policy">Of its service.</param>
    /// <exception cref="WrongInputException">A judge is asked for, and there is none.</exception>
    public GatewaySnapshot Of(GatewaySnapshot policy)
    {
        if (manifest.Job.Spec.Verify?.Judge is not { } asked) return policy;
        if (asked.ServiceRef is null)
            return policy.Scoring?.Judge is not null ? policy
                : throw new WrongInputException($"spec.verify.judge: ReasoningService \"{manifest.Service.Metadata.Name}\" has no scoring.judge; give it one, or name another service in serviceRef");
        var judge = service?.Snapshot ?? policy;
        var target = new JudgeTarget(judge.Engines.Fixed[0].Url, judge.Engines.Fixed[0].Model ?? judge.Model, judge.Engines.Fixed[0].Key);
        return policy with { Scoring = (policy.Scoring ?? new()) with { Judge = target } };
    }

    public ValueTask DisposeAsync() => service?.DisposeAsync() ?? ValueTask.CompletedTask;
}
