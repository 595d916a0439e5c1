using System.CommandLine;
using System.Diagnostics;
using ReasonOps.Api.Snapshots;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Rollouts;
using ReasonOps.Rollouts.Datasets;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops rollout</c>: problems in, verified trajectories out, on this machine.</summary>
internal static class RolloutCommand
{
    public static Command Create()
    {
        var (file, secret, secrets, models, output) =
            (CommonOptions.File(), CommonOptions.Secret(), CommonOptions.Secrets(), CommonOptions.Models(), CommonOptions.Output());
        var folder = new Option<string?>("--out") { Description = "The folder of the dataset, or s3://BUCKET/PREFIX; spec.output.uri unless said", HelpName = "URI" };
        var recheck = new Option<bool>("--recheck") { Description = "Read the kept chains back out of what was written and have the verifier check every one anew; needs Trajectories" };
        var again = CommonOptions.RetryQuarantined();
        var command = new Command("rollout", """
            Draws the chains of a RolloutJob from the ReasoningService of the same manifest, has them checked by its VerifierPool, and writes what is kept as
            training data. Stopped or killed, the same command goes on where it was.

            Example:
              reasonops rollout -f config/samples/local/arithmetic-rollouts.yaml
            """) { file, folder, again, recheck, secret, secrets, models, output, RolloutWorkerCommand.CreateWorker(), RolloutWorkerCommand.CreateWrite(), RolloutReverifyCommand.Create() };
        command.Run(async (parsed, cancellation) =>
        {
            var clock = Stopwatch.StartNew();
            var manifest = await RolloutManifest.ReadAsync(parsed.GetRequiredValue(file), cancellation);
            var job = manifest.Job;
            var values = await SecretValues.ReadAsync(parsed.GetValue(secret) ?? [], parsed.GetValue(secrets), cancellation);
            var keys = values.BucketKeys(job);
            values.Complete(manifest.Service, manifest.Pools);
            var to = parsed.GetValue(folder) ?? job.Spec.Output.Uri;
            var places = RolloutPlaces.Of(job, to, claims: [], keys);
            // What cannot be reached is told before anything is started.
            using (await places.OpenDatasetAsync(cancellation))
            {
            }
            var told = parsed.GetValue(output) == OutputFormat.Text ? Console.Error : TextWriter.Null;
            var options = new LocalOptions(Port: 0, parsed.GetValue(models), DrainLimit: TimeSpan.Zero);
            await using var verifiers = await LocalVerifiers.StartAsync(manifest.Pools, values, options, new StartText(told), cancellation);
            var verifier = verifiers.TargetOf(manifest.Pool, values);
            await using var local = await LocalService.StartAsync(manifest.Service, values, options with { Verifier = verifier }, snapshot => snapshot, new StartText(told), cancellation);
            await using var judge = await LocalJudge.StartAsync(manifest, values, options, new StartText(told), cancellation);
            var written = await new LocalRollout(job, judge.Of(local.Snapshot), places, told) { RetryQuarantined = parsed.GetValue(again) }.RunAsync(cancellation);
            RolloutText.Write(written, to, clock.Elapsed, parsed.GetValue(output));
            if (parsed.GetValue(recheck)) await RecheckAsync(written, places, local.Snapshot, job.Spec.Prune!.KeepWrong!.Value, told, cancellation);
        });
        return command;
    }

    /// <exception cref="InvalidDataException">A chain that was kept as right is not.</exception>
    private static async Task RecheckAsync(Manifest written, RolloutPlaces places, GatewaySnapshot snapshot, bool keepsWrong, TextWriter told, CancellationToken cancellation)
    {
        if (snapshot.Verifier is not { } verifier || !written.Shards.ContainsKey("Trajectories"))
            throw new WrongInputException("--recheck: needs spec.verify, and Trajectories among spec.output.formats");
        using var store = await places.OpenDatasetAsync(cancellation);
        using var check = new KeptCheck(store, Reasoning.Answers.AnswerFormat.Create(snapshot.AnswerFormat.Kind, snapshot.AnswerFormat.Pattern), verifier);
        var (right, all) = await check.RunAsync(written, cancellation);
        var text = FormattableString.Invariant($"checked again from the shards: the verifier finds {right:N0} of {all:N0} kept chains right");
        if (right < all && !keepsWrong) throw new InvalidDataException(text);
        told.WriteLine(text);
    }
}
